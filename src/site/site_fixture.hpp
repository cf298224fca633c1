// A small site for tests: files in memory, composed and gathered as a build does it.
// Used by one test.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "disk/memory_disk.hpp"
#include "site/catalog.hpp"
#include "site/compose.hpp"
#include "site/configuration.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"

namespace byline::site {

struct SiteFixture {
    explicit SiteFixture(std::string_view configuration_text =
                             "title = \"Notes\"\nbase_url = \"https://example.org/\"\n"
                             "[languages.zh]\nname = \"中文\"\n")
        : configuration(read_configuration(configuration_text, "byline.toml").configuration),
          slugger(configuration.slug_style, configuration.pinyin) {
        disk.put("site/byline.toml", std::string(configuration_text));
    }

    void add(const std::string& path, std::string bytes) { disk.put("site/content/" + path, std::move(bytes)); }

    [[nodiscard]] Composed composed(const std::string& path, std::string bytes) const {
        const Composition composition{configuration, slugger, now, "content/"};
        return compose({path, std::move(bytes)}, composition);
    }

    [[nodiscard]] Catalog gathered() {
        std::vector<Work> works;
        inventory = *take_inventory(disk, "site", configuration);
        for (const disk::Entry& entry : inventory.sources) {
            Composed result = composed(entry.path, *disk.read("site/content/" + entry.path, INT64_MAX));
            for (Diagnostic& diagnostic : result.diagnostics) diagnostics.push_back(std::move(diagnostic));
            if (result.work) works.push_back(std::move(*result.work));
        }
        return Catalog::gather(std::move(works), configuration, slugger);
    }

    disk::MemoryDisk disk;
    Configuration configuration;
    text::Slugger slugger;
    text::Timestamp now = *text::parse_timestamp("2026-06-01T12:00:00Z");
    Inventory inventory;
    Diagnostics diagnostics;
};

}  // namespace byline::site
