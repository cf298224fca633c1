#include "publish/site_object.hpp"

#include <algorithm>
#include <array>

#include "graph/reads.hpp"
#include "publish/link_graph.hpp"
#include "publish/publication.hpp"
#include "site/reserved_folders.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {

using templating::Value;
using templating::ValueMap;

std::span<const std::string_view> SiteObject::names() const {
    static constexpr std::array<std::string_view, 28> names = {
        "title",     "description", "url",        "home_url", "languages", "author",      "menu",
        "menus",     "taxonomies",  "tags",       "feeds",    "copyright", "license_url", "settings",
        "generator", "archive_url", "search_url", "works",    "articles",  "talks",       "notes",
        "projects",  "pages",       "featured",   "series",   "kinds",     "comments"};
    return names;
}

namespace {

// What is gathered from works, plan and menus; the rest is the configuration's, and a change of that renews everything.
constexpr std::array<std::string_view, 9> gathered_names = {"home_url", "languages", "taxonomies",  "tags", "feeds",
                                                            "series",   "kinds",     "archive_url", "graph"};

}  // namespace

Value SiteObject::get(std::string_view name) const {
    const LanguageView& view = publication_.view(page_.language);
    const site::Configuration& configuration = publication_.configuration();
    if (std::ranges::find(gathered_names, name) != gathered_names.end())
        graph::note(graph::FactKind::Site, {view.language->code, name});
    if (name == "title") return Value::view(view.language->title.empty() ? configuration.title : view.language->title);
    if (name == "description") {
        return Value::view(view.language->description.empty() ? configuration.description : view.language->description);
    }
    if (name == "settings") {
        graph::note(graph::FactKind::Settings, {});
        return publication_.theme().settings();
    }
    if (name == "author") return view.author;
    if (name == "home_url") return Value::view(view.home_href);
    if (name == "menu") return menu("main");
    if (name == "menus") return menus();
    if (name == "languages") return languages();
    if (name == "url") return Value::view(publication_.urls().base_url());
    if (name == "taxonomies") return view.taxonomies;
    if (name == "tags") return view.tags;
    if (name == "feeds") return view.feeds;
    if (name == "copyright") return Value::view(configuration.copyright);
    if (name == "license_url") return Value::view(configuration.license_url);
    if (name == "generator") return Value::view(generator_name);
    if (name == "archive_url") return view.archive_href.empty() ? Value::none() : Value::view(view.archive_href);
    if (name == "search_url") {
        if (!configuration.has_search) return Value::none();
        return Value::string(publication_.urls().href("/" + std::string(site::search_folder)));
    }
    if (name == "comments") return Value::boolean(configuration.has_comments);
    if (name == "works") return view.works;
    if (name == "featured") return view.featured;
    if (name == "series") return view.series;
    if (name == "kinds") return view.kinds;
    if (name == "graph") return graph_value(publication_, view.language->code);
    constexpr std::array<std::string_view, 5> plurals = {"articles", "talks", "notes", "projects", "pages"};
    for (std::size_t kind = 0; kind < plurals.size(); ++kind) {
        if (name == plurals[kind]) return view.by_kind[kind];
    }
    return {};
}

Value SiteObject::languages() const {
    std::vector<Value> languages;
    const auto& configured = publication_.configuration().languages;
    for (std::uint32_t i = 0; i < configured.size(); ++i) {
        if (publication_.view(i).home_href.empty()) continue;
        languages.push_back(Value::map({{"code", Value::view(configured[i].code)},
                                        {"name", Value::view(configured[i].name)},
                                        {"url", Value::view(publication_.view(i).home_href)},
                                        {"current", Value::boolean(i == page_.language)}}));
    }
    return Value::list(std::move(languages));
}

Value SiteObject::menu(std::string_view name) const {
    const LanguageView& view = publication_.view(page_.language);
    graph::note(graph::FactKind::Site, {view.language->code, "menu", name});
    const auto& menus = view.menus;
    const auto found = menus.find(std::string(name));
    if (found == menus.end()) return Value::list({});
    const std::string here = publication_.urls().href(page_.url_path);
    const std::string& home = view.home_href;
    std::vector<Value> items;
    items.reserve(found->second.size());
    for (const MenuItem& item : found->second) {
        const bool is_inside = item.href != home && item.href.ends_with('/') && here.starts_with(item.href);
        items.push_back(here == item.href ? item.current : is_inside ? item.active : item.plain);
    }
    return Value::list(std::move(items));
}

Value SiteObject::menus() const {
    ValueMap all;
    for (const auto& [name, items] : publication_.view(page_.language).menus) all.set(name, menu(name));
    return Value::map(std::move(all));
}

}  // namespace byline::publish
