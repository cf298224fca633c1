#include "publish/publication.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "publish/functions.hpp"
#include "publish/head.hpp"
#include "publish/list_name.hpp"
#include "templating/value_map.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using templating::Value;

// The engine's own words, for themes that have no phrase of that name.
std::string_view built_in_phrase(std::string_view key, std::string_view language) {
    struct Phrase {
        std::string_view key;
        std::string_view english;
        std::string_view chinese;
    };
    constexpr std::array<Phrase, 16> phrases = {{{"home", "Home", "首页"},
                                                 {"articles", "Articles", "文章"},
                                                 {"talks", "Talks", "演讲"},
                                                 {"notes", "Notes", "笔记"},
                                                 {"projects", "Projects", "项目"},
                                                 {"archive", "Archive", "归档"},
                                                 {"tags", "Tags", "标签"},
                                                 {"categories", "Categories", "分类"},
                                                 {"not_found", "Not found", "没有这一页"},
                                                 {"slides", "Slides", "幻灯片"},
                                                 {"diagram", "Diagram", "示意图"},
                                                 {"table", "Table", "表"},
                                                 {"kind_article", "Article", "文章"},
                                                 {"kind_talk", "Talk", "演讲"},
                                                 {"kind_note", "Note", "笔记"},
                                                 {"kind_project", "Project", "项目"}}};
    const auto found = std::ranges::find(phrases, key, &Phrase::key);
    if (found == phrases.end()) return key;
    return language.starts_with("zh") ? found->chinese : found->english;
}

Value author_value(const site::Author& own, const site::Author& fallback, const SiteUrls& urls) {
    const auto either = [](const std::string& first, const std::string& second) -> const std::string& {
        return first.empty() ? second : first;
    };
    std::vector<Value> links;
    for (const site::Link& link : own.links.empty() ? fallback.links : own.links) {
        links.push_back(Value::map({{"name", Value::string(link.name)},
                                    {"url", Value::string(urls.written(link.url))},
                                    {"icon", Value::string(link.icon)}}));
    }
    const std::string& portrait = either(own.portrait, fallback.portrait);
    const std::string& url = either(own.url, fallback.url);
    const markdown::Document biography = markdown::parse(either(own.biography, fallback.biography));
    return Value::map({{"name", Value::string(either(own.name, fallback.name))},
                       {"email", Value::string(either(own.email, fallback.email))},
                       {"url", Value::string(url.empty() ? urls.href("/") : urls.written(url))},
                       {"portrait", Value::string(portrait.empty() ? "" : urls.written(portrait))},
                       {"tagline", Value::string(either(own.tagline, fallback.tagline))},
                       {"biography", Value::safe(markdown::render_html(biography))},
                       {"job_title", Value::string(either(own.job_title, fallback.job_title))},
                       {"organization", Value::string(either(own.organization, fallback.organization))},
                       {"location", Value::string(either(own.location, fallback.location))},
                       {"links", Value::list(std::move(links))}});
}

Value menu_value(const std::string& name, const std::string& href, bool is_active, bool is_current) {
    return Value::map({{"name", Value::string(name)},
                       {"url", Value::string(href)},
                       {"current", Value::boolean(is_current)},
                       {"active", Value::boolean(is_active)}});
}

// Works whose bodies stand in a feed as well as on their page.
std::vector<bool> bodies_to_keep(const site::Catalog& catalog, const site::Configuration& configuration) {
    std::vector<bool> keep(catalog.size(), false);
    if (!configuration.feeds.full) return keep;
    const auto mark = [&](const std::vector<site::WorkId>& works) {
        const auto most =
            std::min(works.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, configuration.feeds.size)));
        for (std::size_t i = 0; i < most; ++i) keep[works[i]] = true;
    };
    for (const site::LanguageIndex& index : catalog.languages()) {
        mark(index.listed);
        for (const auto& works : index.by_kind) mark(works);
        for (const auto& terms : index.terms) {
            for (const site::Term& term : terms) mark(term.works);
        }
    }
    return keep;
}

Value kinds_value(const Publication& publication, const LanguageView& view) {
    std::vector<Value> kinds;
    for (const site::Kind kind : site::all_kinds) {
        const auto& works = view.index->by_kind[static_cast<std::size_t>(kind)];
        if (!site::is_listed(kind) || works.empty()) continue;
        const std::string_view folder = site::folder_of(kind);
        const auto section = view.index->sections.find(folder);
        const std::string title = section == view.index->sections.end()
                                      ? publication.phrase(folder, view.language->code)
                                      : publication.catalog().work(section->second).title;
        const std::string url = publication.urls().href(fmt::format("{}/{}/", view.index->prefix, folder));
        kinds.push_back(Value::map({{"name", Value::view(site::name_of(kind))},
                                    {"title", Value::string(title)},
                                    {"url", Value::string(url)},
                                    {"count", Value::integer(static_cast<std::int64_t>(works.size()))}}));
    }
    return Value::list(std::move(kinds));
}

}  // namespace

Publication::Publication(Parts parts)
    : parts_(std::move(parts)), urls_(parts_.configuration.base_url), assets_(site::asset_outputs(parts_.theme)) {
    bodies_ = std::make_unique<Bodies>(*this, parts_.body_source, bodies_to_keep(parts_.catalog, parts_.configuration),
                                       parts_.facts);
    for (const auto& [name, asset] : assets_) asset_hrefs_.emplace(name, urls_.href(asset.output_path));
    for (const site::CopiedFile& copy : parts_.plan.copies) {
        asset_hrefs_.emplace(copy.output_path, urls_.href(copy.output_path));
    }
    if (!parts_.catalog.is_restored()) {
        works_.reserve(parts_.catalog.size());
        for (site::WorkId id = 0; id < parts_.catalog.size(); ++id) works_.emplace_back(*this, id);
    }
    views_.resize(parts_.configuration.languages.size());
    for (std::uint32_t i = 0; i < views_.size(); ++i) make_view(i);
    environment_ = std::make_unique<templating::Environment>(
        parts_.theme.template_loader(),
        templating::EnvironmentOptions{.autoescape = templating::Autoescape::ByFileName,
                                       .trim_blocks = templating::BlockTrimming::Trim,
                                       .lstrip_blocks = templating::BlockIndentation::Strip,
                                       .trailing_newline = templating::TrailingNewline::Keep,
                                       .limits = {}});
    add_functions(*environment_, *this);
}

Publication::~Publication() = default;

void Publication::make_view(std::uint32_t number) {
    LanguageView& view = views_[number];
    view.language = &parts_.configuration.languages[number];
    view.index = &parts_.catalog.languages()[number];
    const std::string& prefix = view.index->prefix;
    if (!parts_.plan.has_url(prefix + "/")) return;  // a configured language without a single work
    view.home_href = urls_.href(prefix + "/");
    if (parts_.plan.has_url(prefix + "/archive/")) view.archive_href = urls_.href(prefix + "/archive/");
    view.author = author_value(view.language->author, parts_.configuration.author, urls_);
    const auto list_value = [&](const std::vector<site::WorkId>& ids, std::string name) {
        return Value::object(&lists_.emplace_back(*this, ids, std::move(name)));
    };
    const std::string& code = view.language->code;
    view.works = list_value(view.index->listed, works_list(code));
    view.featured = list_value(view.index->featured, featured_list(code));
    for (const site::Kind kind : site::all_kinds) {
        view.by_kind.push_back(list_value(view.index->by_kind[static_cast<std::size_t>(kind)], kind_list(kind, code)));
    }

    view.terms.resize(view.index->terms.size());
    std::vector<Value> taxonomies;
    view.tags = Value::list({});
    for (std::uint32_t t = 0; t < view.terms.size(); ++t) {
        view.terms[t].reserve(view.index->terms[t].size());
        std::vector<Value> terms;
        for (const site::Term& term : view.index->terms[t]) {
            terms_by_url_.emplace(term.url_path, &term);
            terms.push_back(Value::object(&view.terms[t].emplace_back(*this, term, t)));
        }
        const site::Taxonomy& taxonomy = parts_.configuration.taxonomies[t];
        Value all_terms = Value::list(std::move(terms));
        if (taxonomy.name == "tags") view.tags = all_terms;
        if (view.terms[t].empty()) continue;
        taxonomies.push_back(Value::map({{"name", Value::view(taxonomy.name)},
                                         {"singular", Value::view(taxonomy.singular)},
                                         {"title", Value::string(taxonomy_title(t, view.language->code))},
                                         {"url", Value::string(urls_.href(prefix + "/" + taxonomy.name + "/"))},
                                         {"terms", std::move(all_terms)}}));
    }
    view.taxonomies = Value::list(std::move(taxonomies));

    std::vector<Value> series;
    view.series_objects.reserve(view.index->series.size());
    for (const site::Series& one : view.index->series) {
        series_by_url_.emplace(one.url_path, &one);
        series.push_back(Value::object(&view.series_objects.emplace_back(*this, one)));
    }
    view.series = Value::list(std::move(series));

    view.kinds = kinds_value(*this, view);
    site::Page home;
    home.kind = site::PageKind::Home;
    home.language = number;
    home.url_path = prefix + "/";
    view.feeds = feeds_value(*this, home);

    const auto& menus = view.language->menus.empty() ? parts_.configuration.menus : view.language->menus;
    for (const auto& [name, entries] : menus) view.menus.emplace(name, menu_items(entries, view));
    if (!view.menus.contains("main")) view.menus.emplace("main", menu_items(default_menu(view), view));
}

std::vector<MenuItem> Publication::menu_items(const std::vector<site::MenuEntry>& entries, const LanguageView& view) {
    std::vector<site::MenuEntry> ordered = entries;
    std::ranges::stable_sort(ordered, {}, &site::MenuEntry::weight);
    std::vector<MenuItem> items;
    for (const site::MenuEntry& entry : ordered) {
        // An entry of the site's menu leads to the page of this language, where there is one.
        const std::string localised = view.index->prefix + entry.url;
        const bool has_own = entry.url.starts_with('/') && parts_.plan.has_url(localised);
        const std::string href = urls_.written(has_own ? localised : entry.url);
        items.push_back({href, menu_value(entry.name, href, false, false), menu_value(entry.name, href, true, false),
                         menu_value(entry.name, href, true, true)});
    }
    return items;
}

// When the site configures none: its kinds, and a page "about" where there is one.
std::vector<site::MenuEntry> Publication::default_menu(const LanguageView& view) const {
    std::vector<site::MenuEntry> entries;
    for (const Value& kind : view.kinds.as_list()) {
        const auto named = site::kind_named(kind.attribute("name").as_string_view());
        entries.push_back(
            {std::string(kind.attribute("title").as_string_view()), fmt::format("/{}/", site::folder_of(*named)), 0});
    }
    if (const site::WorkId about = parts_.catalog.find_url(view.index->prefix + "/about/"); about != site::no_work) {
        entries.push_back({parts_.catalog.work(about).title, "/about/", 0});
    }
    return entries;
}

void Publication::renew(site::WorkId id) {
    std::destroy_at(&works_[id]);
    std::construct_at(&works_[id], *this, id);
}

const WorkObject& Publication::seldom_work(site::WorkId id) const {
    {
        const std::scoped_lock lock(mutex_);
        const auto made = seldom_works_.find(id);
        if (made != seldom_works_.end()) return *made->second;
    }
    auto made = std::make_unique<const WorkObject>(*this, id);
    const std::scoped_lock lock(mutex_);
    return *seldom_works_.try_emplace(id, std::move(made)).first->second;
}

Value Publication::work_value(site::WorkId id) const {
    return id == site::no_work ? Value::none() : Value::object(&work(id));
}

Value Publication::works_value(std::span<const site::WorkId> ids) const {
    std::vector<Value> works;
    works.reserve(ids.size());
    for (const site::WorkId id : ids) works.push_back(work_value(id));
    return Value::list(std::move(works));
}

const site::Term* Publication::find_term(std::string_view url_path) const {
    const auto found = terms_by_url_.find(url_path);
    return found == terms_by_url_.end() ? nullptr : found->second;
}

const site::Series* Publication::find_series(std::string_view url_path) const {
    const auto found = series_by_url_.find(url_path);
    return found == series_by_url_.end() ? nullptr : found->second;
}

std::uint32_t Publication::language_number(std::string_view code) const {
    const auto& languages = parts_.configuration.languages;
    const auto found = std::ranges::find(languages, code, &site::Language::code);
    return found == languages.end() ? 0 : static_cast<std::uint32_t>(found - languages.begin());
}

const LanguageView& Publication::view(std::string_view code) const {
    return views_[language_number(code)];
}

const std::string* Publication::asset_href(std::string_view name) const {
    const auto found = asset_hrefs_.find(std::string(name));
    return found == asset_hrefs_.end() ? nullptr : &found->second;
}

std::string Publication::phrase(std::string_view key, std::string_view language) const {
    graph::note(graph::FactKind::Phrase, {language, key});
    const Value phrase = parts_.theme.phrase(key, language);
    return phrase.is_string() ? std::string(phrase.as_string_view()) : std::string(built_in_phrase(key, language));
}

std::string Publication::taxonomy_title(std::uint32_t taxonomy, std::string_view language) const {
    const site::Taxonomy& configured = parts_.configuration.taxonomies[taxonomy];
    const auto title = configured.titles.find(std::string(language));
    return title == configured.titles.end() ? phrase(configured.name, language) : title->second;
}

}  // namespace byline::publish
