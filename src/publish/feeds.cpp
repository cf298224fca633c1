#include "publish/feeds.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "publish/json_writer.hpp"
#include "publish/page_object.hpp"
#include "publish/publication.hpp"
#include "publish/site_object.hpp"
#include "text/xml.hpp"

namespace byline::publish {
namespace {

using site::WorkField;

// What the three formats say in their own ways.
struct FeedView {
    std::string title;
    std::string description;
    std::string language;
    std::string page_url;
    std::string own_url_path;  // without the file's name
    std::string author;
    std::span<const site::WorkId> works;
    text::Timestamp updated;
    std::string style_href;  // of the style sheet for browsers; empty when the theme has none
    std::string about;       // says to a reader in a browser what this is
};

text::Timestamp last_change(const site::Work& work) {
    if (work.updated) return *work.updated;
    return work.date.value_or(text::Timestamp{});
}

constexpr std::string_view xhtml_namespace = "http://www.w3.org/1999/xhtml";
constexpr std::string_view feed_style = "feed.css";
constexpr std::string_view feed_phrase = "feed_about";

FeedView feed_view(const Publication& publication, const site::Page& page) {
    const site::Configuration& configuration = publication.configuration();
    const site::Language& language = *publication.view(page.language).language;
    FeedView view;
    view.title = page_full_title(publication, page);
    view.description = page_description(publication, page);
    view.language = language.code;
    view.own_url_path = page.first_url_path();
    view.page_url = publication.urls().absolute(view.own_url_path);
    view.author = language.author.name.empty() ? configuration.author.name : language.author.name;
    if (view.author.empty()) view.author = configuration.title;
    const std::span<const site::WorkId> all = listed_works(publication, page);
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, configuration.feeds.size));
    graph::note(graph::FactKind::Asset, {feed_style});
    if (const std::string* href = publication.asset_href(feed_style)) view.style_href = *href;
    view.about = publication.phrase(feed_phrase, language.code);
    view.works = all.first(std::min(all.size(), most));
    note_slice(publication, page, 0, most);
    for (const site::WorkId id : view.works) {
        graph::note(id, WorkField::Title | WorkField::Url | WorkField::Date | WorkField::Updated | WorkField::Language |
                            WorkField::Authors | WorkField::Description | WorkField::TermPositions);
        const text::Timestamp change = last_change(publication.catalog().work(id));
        if (change > view.updated) view.updated = change;
    }
    return view;
}

// The whole text with absolute links, or the summary, as configured.
std::shared_ptr<const std::string> content_of(const Publication& publication, site::WorkId id) {
    if (publication.configuration().feeds.full) return publication.bodies().get_absolute(id);
    graph::note(id, WorkField::Summary);
    return std::make_shared<const std::string>(publication.catalog().work(id).summary);
}

void xml_element(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out += fmt::format("<{}>", name);
    text::append_escaped_xml(out, text);
    out += fmt::format("</{}>\n", name);
}

// Browsers show a feed by a style sheet. That sheet cannot make links of a feed's own elements, so these stand beside
// them as elements of XHTML, which both formats allow and feed readers pass over.
std::string beginning_of(const FeedView& feed) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    if (!feed.style_href.empty())
        out += fmt::format("<?xml-stylesheet type=\"text/css\" href=\"{}\"?>\n", text::escape_xml(feed.style_href));
    return out;
}

std::string about_of(const FeedView& feed) {
    if (feed.style_href.empty() || feed.about == feed_phrase) return {};
    return fmt::format("<x:p>{} <x:a href=\"{}\">{}</x:a></x:p>\n", text::escape_xml(feed.about),
                       text::escape_xml(feed.page_url), text::escape_xml(feed.title));
}

std::string link_of(const FeedView& feed, std::string_view url, std::string_view title) {
    if (feed.style_href.empty()) return {};
    return fmt::format("<x:a href=\"{}\">{}</x:a>\n", text::escape_xml(url), text::escape_xml(title));
}

std::vector<std::string_view> term_names(const Publication& publication, site::WorkId id) {
    std::vector<std::string_view> names;
    const LanguageView& view = publication.view(publication.catalog().work(id).language);
    for (const site::TermPosition position : publication.catalog().terms_of(id)) {
        const site::Term& term = view.index->terms[position.taxonomy][position.term];
        graph::note(graph::FactKind::Term, {term.url_path});
        names.emplace_back(term.name);
    }
    return names;
}

}  // namespace

std::string atom_feed(const Publication& publication, const site::Page& page) {
    const FeedView feed = feed_view(publication, page);
    const SiteUrls& urls = publication.urls();
    std::string out = beginning_of(feed);
    out += fmt::format("<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:x=\"{}\" xml:lang=\"{}\">\n", xhtml_namespace,
                       text::escape_xml(feed.language));
    xml_element(out, "title", feed.title);
    xml_element(out, "subtitle", feed.description);
    out += about_of(feed);
    out += fmt::format("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
                       text::escape_xml(urls.absolute(feed.own_url_path + std::string(site::atom_file))));
    out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text::escape_xml(feed.page_url));
    xml_element(out, "id", feed.page_url);
    xml_element(out, "updated", text::format_rfc3339(feed.updated));
    out += "<author>\n";
    xml_element(out, "name", feed.author);
    xml_element(out, "uri", urls.base_url());
    out += "</author>\n";
    out += fmt::format("<generator>{}</generator>\n", generator_name);
    xml_element(out, "rights", publication.configuration().copyright);
    for (const site::WorkId id : feed.works) {
        const site::Work& work = publication.catalog().work(id);
        out += fmt::format("<entry xml:lang=\"{}\">\n", text::escape_xml(work.language));
        xml_element(out, "title", work.title);
        const std::string url = urls.absolute(work.url_path);
        out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text::escape_xml(url));
        out += link_of(feed, url, work.title);
        xml_element(out, "id", url);
        if (work.date) xml_element(out, "published", text::format_rfc3339(*work.date));
        xml_element(out, "updated", text::format_rfc3339(last_change(work)));
        for (const std::string& author : work.metadata.authors) {
            out += "<author>";
            xml_element(out, "name", author);
            out += "</author>\n";
        }
        for (const std::string_view term : term_names(publication, id)) {
            out += fmt::format("<category term=\"{}\"/>\n", text::escape_xml(term));
        }
        xml_element(out, "summary", work.description);
        out += "<content type=\"html\">";
        text::append_escaped_xml(out, *content_of(publication, id));
        out += "</content>\n</entry>\n";
    }
    return out + "</feed>\n";
}

std::string rss_feed(const Publication& publication, const site::Page& page) {
    const FeedView feed = feed_view(publication, page);
    const SiteUrls& urls = publication.urls();
    std::string out = beginning_of(feed);
    out += fmt::format(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:x=\"{}\">\n<channel>\n",
        xhtml_namespace);
    xml_element(out, "title", feed.title);
    xml_element(out, "link", feed.page_url);
    out += "<description>";
    text::append_escaped_xml(out, feed.description.empty() ? feed.title : feed.description);
    out += "</description>\n";
    out += about_of(feed);
    xml_element(out, "language", feed.language);
    xml_element(out, "copyright", publication.configuration().copyright);
    if (!feed.works.empty()) xml_element(out, "lastBuildDate", text::format_rfc2822(feed.updated));
    out += fmt::format("<generator>{}</generator>\n", generator_name);
    out += fmt::format("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
                       text::escape_xml(urls.absolute(feed.own_url_path + std::string(site::rss_file))));
    for (const site::WorkId id : feed.works) {
        const site::Work& work = publication.catalog().work(id);
        const std::string url = urls.absolute(work.url_path);
        out += "<item>\n";
        xml_element(out, "title", work.title);
        xml_element(out, "link", url);
        out += link_of(feed, url, work.title);
        out += fmt::format("<guid isPermaLink=\"true\">{}</guid>\n", text::escape_xml(url));
        if (work.date) xml_element(out, "pubDate", text::format_rfc2822(*work.date));
        if (work.metadata.authors.empty()) xml_element(out, "dc:creator", feed.author);
        for (const std::string& author : work.metadata.authors) xml_element(out, "dc:creator", author);
        for (const std::string_view term : term_names(publication, id)) xml_element(out, "category", term);
        xml_element(out, "description", work.description);
        out += "<content:encoded>";
        text::append_escaped_xml(out, *content_of(publication, id));
        out += "</content:encoded>\n</item>\n";
    }
    return out + "</channel>\n</rss>\n";
}

std::string json_feed(const Publication& publication, const site::Page& page) {
    const FeedView feed = feed_view(publication, page);
    const SiteUrls& urls = publication.urls();
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("version").value("https://jsonfeed.org/version/1.1").key("title").value(feed.title);
    json.key("home_page_url").value(feed.page_url);
    json.key("feed_url").value(urls.absolute(feed.own_url_path + std::string(site::json_feed_file)));
    json.text_if_any("description", feed.description).key("language").value(feed.language);
    json.key("authors").begin_array().begin_object().key("name").value(feed.author).key("url").value(urls.base_url());
    json.end_object().end_array().key("items").begin_array();
    for (const site::WorkId id : feed.works) {
        const site::Work& work = publication.catalog().work(id);
        const std::string url = urls.absolute(work.url_path);
        json.begin_object().key("id").value(url).key("url").value(url).key("title").value(work.title);
        json.text_if_any("summary", work.description).key("content_html").value(*content_of(publication, id));
        if (work.date) json.key("date_published").value(text::format_rfc3339(*work.date));
        if (work.updated) json.key("date_modified").value(text::format_rfc3339(*work.updated));
        json.key("language").value(work.language);
        if (!work.metadata.authors.empty()) {
            json.key("authors").begin_array();
            for (const std::string& author : work.metadata.authors)
                json.begin_object().key("name").value(author).end_object();
            json.end_array();
        }
        const auto terms = term_names(publication, id);
        if (!terms.empty()) {
            json.key("tags").begin_array();
            for (const std::string_view term : terms) json.value(term);
            json.end_array();
        }
        json.end_object();
    }
    json.end_array().end_object();
    return out + "\n";
}

std::string opml(const Publication& publication) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head>\n";
    xml_element(out, "title", publication.configuration().title);
    xml_element(out, "ownerName", publication.configuration().author.name);
    out += "</head>\n<body>\n";
    for (const site::Page& page : publication.plan().pages) {
        const bool is_list = page.kind == site::PageKind::Home || page.kind == site::PageKind::List;
        if (!is_list || page.number > 1) continue;
        const SiteUrls& urls = publication.urls();
        out += fmt::format(
            "<outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}\" htmlUrl=\"{2}\" language=\"{3}\"/>\n",
            text::escape_xml(page_full_title(publication, page)),
            text::escape_xml(urls.absolute(page.url_path + std::string(site::atom_file))),
            text::escape_xml(urls.absolute(page.url_path)),
            text::escape_xml(publication.configuration().languages[page.language].code));
    }
    return out + "</body>\n</opml>\n";
}

}  // namespace byline::publish
