// A Publication is everything that pages are rendered from, put together once for a build: catalog, plan, theme,
// templates, and the views that templates get of them.
// Built by one thread; afterwards any number may render from it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "publish/bodies.hpp"
#include "publish/featured_comments.hpp"
#include "publish/objects.hpp"
#include "publish/site_urls.hpp"
#include "site/catalog.hpp"
#include "site/configuration.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"
#include "templating/environment.hpp"
#include "templating/value.hpp"

namespace byline::publish {

// A menu entry as templates see it: away from it, inside its section, on its page.
struct MenuItem {
    std::string href;
    templating::Value plain;
    templating::Value active;
    templating::Value current;
};

// The parts of `site` that are the same on every page of one language.
struct LanguageView {
    const site::Language* language = nullptr;
    const site::LanguageIndex* index = nullptr;
    std::string home_href;
    std::string archive_href;
    templating::Value author;
    templating::Value taxonomies;  // [{name, singular, title, url, terms}]
    templating::Value tags;
    templating::Value kinds;
    templating::Value series;
    templating::Value feeds;
    templating::Value works;
    templating::Value featured;
    std::vector<templating::Value> by_kind;
    std::vector<std::vector<TermObject>> terms;  // by taxonomy, then as in the index
    std::vector<SeriesObject> series_objects;
    std::unordered_map<std::string, std::vector<MenuItem>> menus;
};

class Cards;
class Insets;
class Pictures;

class Publication {
  public:
    struct Parts {
        const site::Configuration& configuration;
        const site::Catalog& catalog;
        const site::Plan& plan;
        const site::Theme& theme;
        templating::Value data;                                          // map by file name
        std::map<std::string, std::uint64_t, std::less<>> data_digests;  // of the files below each first name
        BodySource& body_source;
        text::Timestamp now;      // tells what is still to come
        graph::FactTable& facts;  // where bodies that are kept note what they read
        const Insets& insets;
        const Pictures& pictures;  // looked at before anything is rendered
        const Cards& cards;        // made then too
        const FeaturedThreads& featured;
    };

    explicit Publication(Parts parts);
    Publication(const Publication&) = delete;
    Publication& operator=(const Publication&) = delete;
    ~Publication();

    [[nodiscard]] const site::Configuration& configuration() const { return parts_.configuration; }
    [[nodiscard]] const site::Catalog& catalog() const { return parts_.catalog; }
    [[nodiscard]] const site::Plan& plan() const { return parts_.plan; }
    [[nodiscard]] const site::Theme& theme() const { return parts_.theme; }
    [[nodiscard]] const templating::Value& data() const { return parts_.data; }
    [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& data_digests() const {
        return parts_.data_digests;
    }
    [[nodiscard]] const Pictures& pictures() const { return parts_.pictures; }
    [[nodiscard]] const Cards& cards() const { return parts_.cards; }
    [[nodiscard]] const FeaturedThreads& featured() const { return parts_.featured; }
    [[nodiscard]] const Insets& insets() const { return parts_.insets; }
    [[nodiscard]] const text::Timestamp& now() const { return parts_.now; }
    [[nodiscard]] const SiteUrls& urls() const { return urls_; }
    [[nodiscard]] templating::Environment& environment() const { return *environment_; }
    [[nodiscard]] Bodies& bodies() const { return *bodies_; }

    // After the catalog has another work of the same place under `id`. Not while anything is rendered.
    void renew(site::WorkId id);

    [[nodiscard]] const WorkObject& work(site::WorkId id) const {
        return works_.empty() ? seldom_work(id) : works_[id];
    }
    [[nodiscard]] templating::Value work_value(site::WorkId id) const;  // none for no_work
    [[nodiscard]] templating::Value works_value(std::span<const site::WorkId> ids) const;
    [[nodiscard]] const LanguageView& view(std::uint32_t language) const { return views_[language]; }
    [[nodiscard]] const LanguageView& view(std::string_view code) const;
    [[nodiscard]] std::uint32_t language_number(std::string_view code) const;

    // By URL path; null when the site has no such term or series.
    [[nodiscard]] const site::Term* find_term(std::string_view url_path) const;
    [[nodiscard]] const site::Series* find_series(std::string_view url_path) const;

    // The URL of a theme asset ("style.css") or a file of static/; nothing when there is no such file.
    [[nodiscard]] const std::string* asset_href(std::string_view name) const;
    [[nodiscard]] const std::unordered_map<std::string, site::AssetOutput>& assets() const { return assets_; }

    // The words that the engine itself puts into titles: "Articles", "归档". The theme's phrase where it has one.
    [[nodiscard]] std::string phrase(std::string_view key, std::string_view language) const;
    [[nodiscard]] std::string taxonomy_title(std::uint32_t taxonomy, std::string_view language) const;

  private:
    [[nodiscard]] const WorkObject& seldom_work(site::WorkId id) const;
    void make_view(std::uint32_t number);
    [[nodiscard]] std::vector<MenuItem> menu_items(const std::vector<site::MenuEntry>& entries,
                                                   const LanguageView& view);
    [[nodiscard]] std::vector<site::MenuEntry> default_menu(const LanguageView& view) const;

    Parts parts_;
    SiteUrls urls_;
    std::unordered_map<std::string, site::AssetOutput> assets_;
    std::unordered_map<std::string, std::string> asset_hrefs_;
    std::vector<WorkObject> works_;  // none when the catalog makes its works as they are asked for
    mutable std::mutex mutex_;       // guards what follows
    mutable std::unordered_map<site::WorkId, std::unique_ptr<const WorkObject>> seldom_works_;  // then these
    std::vector<LanguageView> views_;
    std::deque<WorkList> lists_;
    std::unordered_map<std::string_view, const site::Term*> terms_by_url_;
    std::unordered_map<std::string_view, const site::Series*> series_by_url_;
    std::unique_ptr<Bodies> bodies_;
    std::unique_ptr<templating::Environment> environment_;
};

}  // namespace byline::publish
