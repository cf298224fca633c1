// A SiteState is all that a build made on its way from files to pages, in the order in which it is made. Later parts
// borrow from earlier ones, so it stays where it is.
// Built by one thread; rendering only reads it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "graph/build_record.hpp"
#include "publish/cards.hpp"
#include "publish/document_store.hpp"
#include "publish/inputs.hpp"
#include "publish/insets.hpp"
#include "publish/pictures.hpp"
#include "publish/publication.hpp"
#include "publish/record_keeping.hpp"
#include "publish/renewal.hpp"
#include "publish/sources.hpp"
#include "publish/unit.hpp"
#include "site/catalog.hpp"
#include "site/compose.hpp"
#include "site/configuration.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"
#include "text/slug.hpp"

namespace byline::publish {

struct SiteState {
    SiteState(site::Configuration made_configuration, site::Inventory made_inventory, site::Theme made_theme,
              text::Timestamp now, InsetTools tools)
        : configuration(std::move(made_configuration)),
          inventory(std::move(made_inventory)),
          theme(std::move(made_theme)),
          slugger(configuration.slug_style, configuration.pinyin),
          insets(configuration, std::move(tools)),
          composition{configuration, slugger, now, configuration.content_folder + "/", &insets} {}
    SiteState(const SiteState&) = delete;
    SiteState& operator=(const SiteState&) = delete;
    ~SiteState() = default;

    const site::Configuration configuration;
    site::Inventory inventory;
    const site::Theme theme;
    const text::Slugger slugger;
    const Insets insets;
    const site::Composition composition;
    std::shared_ptr<const graph::BuildRecord> before;  // shared with whoever gave it: sources and units point into it
    Inputs inputs;
    std::optional<DocumentStore> documents;
    Sources sources;  // whose works have gone into the catalog
    std::optional<site::Catalog> catalog;
    site::Plan plan;
    graph::FactTable facts;
    Pictures pictures;
    Cards cards;
    FeaturedThreads featured;
    std::optional<Publication> publication;
    graph::RecordHead head;
    std::vector<graph::Relations> relations;  // by WorkId
    std::optional<Renewal> renewal;           // when there was a record
    std::vector<Unit> units;
    std::vector<SettledUnit> settled;  // by unit
    Diagnostics other_faults;          // neither of sources nor of links
    Diagnostics link_faults;
};

}  // namespace byline::publish
