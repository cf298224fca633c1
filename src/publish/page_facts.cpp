// Titles, descriptions, breadcrumbs and translations of pages: what `page`, the head and the feeds share.
#include <algorithm>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "publish/list_name.hpp"
#include "publish/page_object.hpp"
#include "publish/publication.hpp"

namespace byline::publish {
namespace {

using graph::FactKind;
using site::PageKind;
using site::WorkField;
using site::WorkFields;

const site::Term& term_of(const Publication& publication, const site::Page& page) {
    return publication.view(page.language).index->terms[page.taxonomy][page.subject];
}

const site::Work& noted_work(const Publication& publication, site::WorkId id, WorkFields fields) {
    graph::note(id, fields);
    return publication.catalog().work(id);
}

// The work whose words stand above the list of a kind.
const site::Work* find_section(const Publication& publication, const LanguageView& view, std::string_view folder,
                               WorkFields fields) {
    graph::note(FactKind::Section, {view.language->code, folder});
    const auto section = view.index->sections.find(folder);
    return section == view.index->sections.end() ? nullptr : &noted_work(publication, section->second, fields);
}

std::string list_title(const Publication& publication, const site::Page& page) {
    if (page.work != site::no_work) return noted_work(publication, page.work, WorkField::Title).title;
    return publication.phrase(site::folder_of(page.listed_kind), publication.view(page.language).language->code);
}

bool is_deck(const Publication& publication, const site::Page& page) {
    return page.kind == PageKind::Work && noted_work(publication, page.work, WorkField::Key).is_deck();
}

const std::string& site_title(const Publication& publication, std::uint32_t language) {
    const std::string& own = publication.view(language).language->title;
    return own.empty() ? publication.configuration().title : own;
}

}  // namespace

std::string page_title(const Publication& publication, const site::Page& page) {
    const LanguageView& view = publication.view(page.language);
    const std::string& language = view.language->code;
    switch (page.kind) {
        case PageKind::Home: return site_title(publication, page.language);
        case PageKind::Work: return noted_work(publication, page.work, WorkField::Title).title;
        case PageKind::List: return list_title(publication, page);
        case PageKind::Archive: return publication.phrase("archive", language);
        case PageKind::Terms: return publication.taxonomy_title(page.taxonomy, language);
        case PageKind::Term: {
            const site::Term& term = term_of(publication, page);
            graph::note(FactKind::Term, {term.url_path});
            return term.name;
        }
        case PageKind::Series: {
            const site::Series& series = view.index->series[page.subject];
            graph::note(FactKind::Series, {series.url_path});
            return series.name;
        }
        case PageKind::NotFound: return publication.phrase("not_found", language);
    }
    return {};
}

std::string page_full_title(const Publication& publication, const site::Page& page) {
    const std::string& site_name = site_title(publication, page.language);
    std::string title = page_title(publication, page);
    if (page.kind == PageKind::Home || title == site_name) return title;
    if (is_deck(publication, page))
        title += " · " + publication.phrase("slides", publication.view(page.language).language->code);
    if (page.number > 1) title += fmt::format(" ({}/{})", page.number, page.count);
    return site_name.empty() ? title : title + " · " + site_name;
}

std::string page_description(const Publication& publication, const site::Page& page) {
    if (page.kind == PageKind::Work || (page.work != site::no_work && page.kind != PageKind::Home)) {
        const std::string& own = noted_work(publication, page.work, WorkField::Description).description;
        if (!own.empty()) return own;
    }
    const site::Language& language = *publication.view(page.language).language;
    const std::string& about_site =
        language.description.empty() ? publication.configuration().description : language.description;
    if (page.kind == PageKind::Home || page.kind == PageKind::NotFound) return about_site;
    const std::string& site_name = site_title(publication, page.language);
    return fmt::format("{} · {}", page_title(publication, page), about_site.empty() ? site_name : about_site);
}

std::string_view page_kind_name(const site::Page& page) {
    switch (page.kind) {
        case PageKind::Home: return "home";
        case PageKind::Work: return page.template_name == "deck.html" ? "deck" : site::name_of(page.listed_kind);
        case PageKind::List: return "list";
        case PageKind::Archive: return "archive";
        case PageKind::Terms: return "terms";
        case PageKind::Term: return "term";
        case PageKind::Series: return "series";
        case PageKind::NotFound: return "404";
    }
    return "page";
}

namespace {

Crumb list_crumb(const Publication& publication, const LanguageView& view, site::Kind kind) {
    const std::string_view folder = site::folder_of(kind);
    const site::Work* section = find_section(publication, view, folder, WorkField::Title);
    return {section == nullptr ? publication.phrase(folder, view.language->code) : section->title,
            fmt::format("{}/{}/", view.index->prefix, folder)};
}

// The list of talks and the talk, in the talk's language.
void add_talk_crumbs(const Publication& publication, const site::Page& page, std::vector<Crumb>& crumbs) {
    const site::WorkId id = deck_or_talk(publication, page.work);
    if (id == site::no_work) return;
    const site::Work& talk =
        noted_work(publication, id, WorkField::Title | WorkField::Url | WorkField::Kind | WorkField::Language);
    if (site::is_listed(talk.kind))
        crumbs.push_back(list_crumb(publication, publication.view(talk.language), talk.kind));
    crumbs.push_back({talk.title, talk.url_path});
}

}  // namespace

std::vector<Crumb> breadcrumbs(const Publication& publication, const site::Page& page) {
    if (page.kind == PageKind::Home) return {};
    const LanguageView& view = publication.view(page.language);
    const std::string& prefix = view.index->prefix;
    std::vector<Crumb> crumbs = {{publication.phrase("home", view.language->code), prefix + "/"}};
    if (page.kind == PageKind::Work && site::is_listed(page.listed_kind))
        crumbs.push_back(list_crumb(publication, view, page.listed_kind));
    if (page.kind == PageKind::Term) {
        crumbs.push_back({publication.taxonomy_title(page.taxonomy, view.language->code),
                          fmt::format("{}/{}/", prefix, publication.configuration().taxonomies[page.taxonomy].name)});
    }
    if (is_deck(publication, page)) {
        add_talk_crumbs(publication, page, crumbs);
        crumbs.push_back({publication.phrase("slides", view.language->code), page.url_path});
        return crumbs;
    }
    crumbs.push_back({page_title(publication, page), page.first_url_path()});
    return crumbs;
}

std::vector<Alternate> alternates(const Publication& publication, const site::Page& page) {
    std::vector<Alternate> found;
    if (page.number > 1 || page.kind == PageKind::NotFound) return found;
    if (page.kind == PageKind::Work) {
        graph::note(page.work, WorkField::Translations);
        for (const site::WorkId id : publication.catalog().translations(page.work)) {
            if (id == page.work) continue;
            const site::Work& other = noted_work(publication, id, WorkField::Language | WorkField::Url);
            found.push_back({publication.language_number(other.language), other.url_path, id});
        }
        return found;
    }
    // The pages of other languages that show the same list: only those that the plan has.
    const std::string& prefix = publication.view(page.language).index->prefix;
    const std::string_view own_path = std::string_view(page.url_path).substr(prefix.size());
    for (std::uint32_t i = 0; i < publication.configuration().languages.size(); ++i) {
        if (i == page.language) continue;
        std::string url_path = publication.view(i).index->prefix + std::string(own_path);
        graph::note(FactKind::Address, {url_path});
        if (publication.plan().has_url(url_path)) found.push_back({i, std::move(url_path), site::no_work});
    }
    return found;
}

std::vector<Elsewhere> elsewhere(const Publication& publication, const site::Page& page) {
    std::vector<Elsewhere> found;
    const std::vector<Alternate> same = alternates(publication, page);
    graph::note(FactKind::Site, {publication.view(page.language).language->code, "languages"});
    for (std::uint32_t i = 0; i < publication.configuration().languages.size(); ++i) {
        const LanguageView& view = publication.view(i);
        if (i == page.language || view.home_href.empty()) continue;
        const auto there = std::ranges::find(same, i, &Alternate::language);
        if (there != same.end()) {
            found.push_back({i, there->url_path, true});
            continue;
        }
        std::string list = view.index->prefix + "/";
        if (page.kind == PageKind::Work && site::is_listed(page.listed_kind))
            list += fmt::format("{}/", site::folder_of(page.listed_kind));
        if (page.kind == PageKind::Term) list += publication.configuration().taxonomies[page.taxonomy].name + "/";
        graph::note(FactKind::Address, {list});
        found.push_back({i, publication.plan().has_url(list) ? list : view.index->prefix + "/", false});
    }
    return found;
}

bool has_feeds(const site::Page& page) {
    return page.kind == PageKind::Home || page.kind == PageKind::List || page.kind == PageKind::Term;
}

std::span<const site::WorkId> listed_works(const Publication& publication, const site::Page& page) {
    const site::LanguageIndex& index = *publication.view(page.language).index;
    switch (page.kind) {
        case PageKind::Home:
        case PageKind::Archive: return index.listed;
        case PageKind::List: return index.by_kind[static_cast<std::size_t>(page.listed_kind)];
        case PageKind::Term: return term_of(publication, page).works;
        case PageKind::Series: return index.series[page.subject].works;
        default: return {};
    }
}

std::string listed_name(const Publication& publication, const site::Page& page) {
    const LanguageView& view = publication.view(page.language);
    const std::string& language = view.language->code;
    switch (page.kind) {
        case PageKind::List: return kind_list(page.listed_kind, language);
        case PageKind::Term: return term_of(publication, page).url_path;
        case PageKind::Series: return series_list(view.index->series[page.subject].url_path);
        default: return works_list(language);
    }
}

void note_slice(const Publication& publication, const site::Page& page, std::size_t first, std::size_t count) {
    const std::string list = listed_name(publication, page);
    graph::note(FactKind::Slice, {list, std::to_string(first), count == whole_list ? "all" : std::to_string(count)});
}

WorkFields own_fields() {
    WorkFields fields;
    for (std::uint8_t i = 0; i < static_cast<std::uint8_t>(WorkField::Previous); ++i)
        fields |= static_cast<WorkField>(i);
    return fields;
}

}  // namespace byline::publish
