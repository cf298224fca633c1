#include "publish/sitemap.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "publish/page_object.hpp"
#include "publish/publication.hpp"
#include "text/html_escape.hpp"
#include "text/xml.hpp"

namespace byline::publish {
namespace {

constexpr std::size_t most_urls = 50'000;
constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

bool is_for_search(const Publication& publication, const site::Page& page) {
    if (page.kind == site::PageKind::NotFound) return false;
    if (page.kind != site::PageKind::Work) return true;
    const site::Work& work = publication.catalog().work(page.work);
    return work.visibility == site::Visibility::Shown && work.metadata.canonical.empty();
}

void append_url(std::string& out, const Publication& publication, const site::Page& page) {
    const SiteUrls& urls = publication.urls();
    out += "<url><loc>";
    text::append_escaped_xml(out, urls.absolute(page.url_path));
    out += "</loc>";
    if (page.kind == site::PageKind::Work) {
        const site::Work& work = publication.catalog().work(page.work);
        if (const auto& changed = work.updated ? work.updated : work.date) {
            out += "<lastmod>" + text::format_iso_date(*changed) + "</lastmod>";
        }
    }
    std::vector<Alternate> others = alternates(publication, page);
    if (!others.empty()) {
        others.push_back({page.language, page.url_path, site::no_work});
        std::ranges::sort(others, {}, &Alternate::language);
        const auto link = [&](std::string_view language, std::string_view url_path) {
            out += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", language,
                               text::escape_xml(urls.absolute(url_path)));
        };
        for (const Alternate& other : others) {
            link(publication.configuration().languages[other.language].code, other.url_path);
        }
        link("x-default", others.front().url_path);
    }
    out += "</url>\n";
}

}  // namespace

std::vector<NamedOutput> sitemap(const Publication& publication) {
    std::vector<const site::Page*> pages;
    for (const site::Page& page : publication.plan().pages) {
        if (is_for_search(publication, page)) pages.push_back(&page);
    }
    std::vector<NamedOutput> files;
    for (std::size_t first = 0; first < std::max<std::size_t>(1, pages.size()); first += most_urls) {
        std::string out(declaration);
        out +=
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
            "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
        for (std::size_t i = first; i < std::min(pages.size(), first + most_urls); ++i)
            append_url(out, publication, *pages[i]);
        out += "</urlset>\n";
        files.push_back({fmt::format("sitemap-{}.xml", files.size() + 1), std::move(out)});
    }
    if (files.size() == 1) {
        files.front().output_path = "sitemap.xml";
        return files;
    }
    std::string index(declaration);
    index += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const NamedOutput& file : files) {
        index += fmt::format("<sitemap><loc>{}</loc></sitemap>\n",
                             text::escape_xml(publication.urls().absolute(file.output_path)));
    }
    files.push_back({"sitemap.xml", index + "</sitemapindex>\n"});
    return files;
}

std::string robots_txt(const Publication& publication) {
    return fmt::format("User-agent: *\nAllow: /\n\nSitemap: {}\n", publication.urls().absolute("/sitemap.xml"));
}

std::string redirect_page(const Publication& publication, const site::Redirect& redirect) {
    const site::Work& work = publication.catalog().work(redirect.work);
    const std::string url = text::escape_html(publication.urls().absolute(redirect.target)).string();
    const std::string title = text::escape_html(work.title).string();
    return fmt::format(
        "<!doctype html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{1}</title>\n"
        "<link rel=\"canonical\" href=\"{2}\">\n<meta name=\"robots\" content=\"noindex\">\n"
        "<meta http-equiv=\"refresh\" content=\"0; url={2}\">\n</head>\n<body>\n<p><a "
        "href=\"{2}\">{1}</a></p>\n</body>\n</html>\n",
        text::escape_html(work.language).view(), title, url);
}

}  // namespace byline::publish
