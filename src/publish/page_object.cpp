#include "publish/page_object.hpp"

#include <algorithm>
#include <array>

#include "graph/reads.hpp"
#include "publish/diagram_block.hpp"
#include "publish/head.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"
#include "text/html_escape.hpp"

namespace byline::publish {

using templating::Value;

// Of the theme, for pages that show such a thing.
constexpr std::string_view math_style_sheet = "math.css";
constexpr std::string_view footnotes_style_sheet = "notes.css";
constexpr std::string_view drawing_script = "mermaid.js";

std::span<const std::string_view> PageObject::names() const {
    static constexpr std::array<std::string_view, 22> names = {
        "url",    "permalink", "title", "full_title",  "description", "language", "kind", "head",
        "works",  "pager",     "years", "breadcrumbs", "alternates",  "terms",    "term", "taxonomy",
        "series", "content",   "feeds", "listed_kind", "slides",      "elsewhere"};
    return names;
}

Value PageObject::get(std::string_view name) const {
    if (name == "url") return Value::string(publication_.urls().href(page_.url_path));
    if (name == "permalink") return Value::string(publication_.urls().absolute(page_.url_path));
    if (name == "title") return Value::string(page_title(publication_, page_));
    if (name == "full_title") return Value::string(page_full_title(publication_, page_));
    if (name == "description") return Value::string(page_description(publication_, page_));
    if (name == "language") return Value::view(publication_.configuration().languages[page_.language].code);
    if (name == "kind") return Value::view(page_kind_name(page_));
    if (name == "listed_kind") return Value::view(site::name_of(page_.listed_kind));
    if (name == "head") return Value::safe(head());
    if (name == "content") return content();
    if (name == "slides")
        return page_.work == site::no_work ? Value::list({}) : publication_.bodies().slides(page_.work);
    if (name == "breadcrumbs") {
        std::vector<Value> crumbs;
        for (Crumb& crumb : breadcrumbs(publication_, page_)) {
            crumbs.push_back(Value::map({{"title", Value::string(std::move(crumb.title))},
                                         {"url", Value::string(publication_.urls().href(crumb.url_path))}}));
        }
        return Value::list(std::move(crumbs));
    }
    if (name == "elsewhere") {
        std::vector<Value> others;
        for (const Elsewhere& other : elsewhere(publication_, page_)) {
            const site::Language& language = publication_.configuration().languages[other.language];
            others.push_back(Value::map({{"language", Value::view(language.code)},
                                         {"name", Value::view(language.name)},
                                         {"url", Value::string(publication_.urls().href(other.url_path))},
                                         {"is_same", Value::boolean(other.is_same)}}));
        }
        return Value::list(std::move(others));
    }
    if (name == "alternates") {
        std::vector<Value> others;
        for (const Alternate& alternate : alternates(publication_, page_)) {
            if (alternate.work != site::no_work) {
                others.push_back(translation_value(publication_, alternate.work));
                continue;
            }
            const site::Language& language = publication_.configuration().languages[alternate.language];
            others.push_back(Value::map({{"language", Value::view(language.code)},
                                         {"name", Value::view(language.name)},
                                         {"url", Value::string(publication_.urls().href(alternate.url_path))},
                                         {"title", Value::view(language.name)}}));
        }
        return Value::list(std::move(others));
    }
    return get_list(name);
}

const Value& PageObject::content() const {
    if (!content_) {
        const bool has_words = page_.work != site::no_work && page_.number == 1;
        content_ = has_words ? publication_.bodies().get(page_.work) : Value::safe_view("");
    }
    return *content_;
}

// With the style sheets of formulas and footnotes, and with Mermaid's script and the one that draws by it in the page's
// colours, when the page shows one.
text::SafeHtml PageObject::head() const {
    std::string html = head_of(publication_, page_).string();
    const auto add_if_shown = [&](std::string_view shown, std::string_view asset, std::string_view before,
                                  std::string_view after) {
        graph::note(graph::FactKind::Asset, {asset});
        const std::string* href = publication_.asset_href(asset);
        if (href == nullptr || content().as_string_view().find(shown) == std::string_view::npos) return;
        html += before;
        text::append_escaped_html(html, *href);
        html += after;
    };
    const site::Configuration& configuration = publication_.configuration();
    if (configuration.math.is_enabled)
        add_if_shown("<math", math_style_sheet, "<link rel=\"stylesheet\" href=\"", "\">\n");
    add_if_shown("class=\"footnotes\"", footnotes_style_sheet, "<link rel=\"stylesheet\" href=\"", "\">\n");
    if (page_.kind == site::PageKind::Work && configuration.has_diagrams) {
        add_if_shown(mermaid_start, site::mermaid_script, "<script src=\"", "\" defer></script>\n");
        if (publication_.asset_href(site::mermaid_script) != nullptr)
            add_if_shown(mermaid_start, drawing_script, "<script src=\"", "\" defer></script>\n");
    }
    return text::SafeHtml::vouch(std::move(html));
}

Value PageObject::get_list(std::string_view name) const {
    const LanguageView& view = publication_.view(page_.language);
    const site::LanguageIndex& index = *view.index;
    if (name == "works") return works();
    if (name == "pager") return pager();
    if (name == "years") return page_.kind == site::PageKind::Archive ? years() : Value::list({});
    if (name == "terms") {
        std::vector<Value> terms;
        if (page_.kind == site::PageKind::Terms) {
            graph::note(graph::FactKind::Site,
                        {index.language, "terms", publication_.configuration().taxonomies[page_.taxonomy].name});
            for (const TermObject& term : view.terms[page_.taxonomy]) terms.push_back(Value::object(&term));
        }
        return Value::list(std::move(terms));
    }
    if (name == "term") {
        if (page_.kind != site::PageKind::Term) return Value::none();
        return Value::object(&view.terms[page_.taxonomy][page_.subject]);
    }
    if (name == "taxonomy") {
        if (page_.kind != site::PageKind::Term && page_.kind != site::PageKind::Terms) return Value::none();
        const site::Taxonomy& taxonomy = publication_.configuration().taxonomies[page_.taxonomy];
        return Value::map({{"name", Value::view(taxonomy.name)},
                           {"singular", Value::view(taxonomy.singular)},
                           {"title", Value::string(publication_.taxonomy_title(page_.taxonomy, index.language))},
                           {"url", Value::string(publication_.urls().href(index.prefix + "/" + taxonomy.name + "/"))}});
    }
    if (name == "series") {
        if (page_.kind != site::PageKind::Series) return Value::none();
        return Value::object(&view.series_objects[page_.subject]);
    }
    if (name == "feeds") return has_feeds(page_) ? feeds_value(publication_, page_) : Value::list({});
    return {};
}

Value PageObject::works() const {
    std::span<const site::WorkId> all = listed_works(publication_, page_);
    std::size_t first = 0;
    std::size_t size = all.size();
    if (page_.kind != site::PageKind::Series) {
        size = static_cast<std::size_t>(publication_.configuration().page_size);
        first = std::min(all.size(), (page_.number - 1) * size);
        all = all.subspan(first, std::min(size, all.size() - first));
    }
    note_slice(publication_, page_, first, page_.kind == site::PageKind::Series ? whole_list : size);
    return Value::object(std::make_shared<const WorkList>(publication_, all, ""));
}

const Value& PageObject::pager() const {
    if (!pager_) pager_ = make_pager();
    return *pager_;
}

Value PageObject::make_pager() const {
    if (page_.count < 2) return Value::none();
    graph::note(graph::FactKind::Size, {listed_name(publication_, page_)});
    const auto href = [&](std::uint32_t number) {
        return Value::string(publication_.urls().href(page_.numbered_url_path(number)));
    };
    // The first, the last, and those near this one.
    std::vector<Value> pages;
    const auto add = [&](std::uint32_t number) {
        pages.push_back(Value::map({{"number", Value::integer(number)},
                                    {"url", href(number)},
                                    {"current", Value::boolean(number == page_.number)}}));
    };
    constexpr std::uint32_t nearby = 2;
    const std::uint32_t first_near = page_.number > nearby + 1 ? page_.number - nearby : 1;
    const std::uint32_t last_near = std::min(page_.count, page_.number + nearby);
    if (first_near > 1) add(1);
    for (std::uint32_t number = first_near; number <= last_near; ++number) add(number);
    if (last_near < page_.count) add(page_.count);
    const bool is_first = page_.number == 1;
    const bool is_last = page_.number == page_.count;
    return Value::map({{"number", Value::integer(page_.number)},
                       {"count", Value::integer(page_.count)},
                       {"total", Value::integer(static_cast<std::int64_t>(listed_works(publication_, page_).size()))},
                       {"previous_url", is_first ? Value::none() : href(page_.number - 1)},
                       {"next_url", is_last ? Value::none() : href(page_.number + 1)},
                       {"first_url", href(1)},
                       {"last_url", href(page_.count)},
                       {"pages", Value::list(std::move(pages))}});
}

Value PageObject::years() const {
    std::vector<Value> years;
    const std::vector<site::WorkId>& listed = publication_.view(page_.language).index->listed;
    note_slice(publication_, page_, 0, whole_list);
    for (const site::WorkId id : listed) graph::note(id, site::WorkField::Date);
    for (std::size_t first = 0; first < listed.size();) {
        const auto year_of = [&](std::size_t at) {
            const auto& date = publication_.catalog().work(listed[at]).date;
            return date ? text::to_civil(*date).year : 0;
        };
        const std::int32_t year = year_of(first);
        std::size_t last = first + 1;
        while (last < listed.size() && year_of(last) == year) ++last;
        auto works = std::make_shared<const WorkList>(publication_, std::span(listed).subspan(first, last - first), "");
        years.push_back(Value::map(
            {{"year", year == 0 ? Value::none() : Value::integer(year)}, {"works", Value::object(std::move(works))}}));
        first = last;
    }
    return Value::list(std::move(years));
}

}  // namespace byline::publish
