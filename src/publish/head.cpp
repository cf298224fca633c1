#include "publish/head.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "publish/page_image.hpp"
#include "publish/page_object.hpp"
#include "publish/publication.hpp"
#include "publish/site_object.hpp"
#include "templating/value_map.hpp"
#include "text/html_escape.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using site::PageKind;

struct FeedForm {
    std::string_view file;
    std::string_view type;
    std::string_view name;
};
constexpr std::array<FeedForm, 3> feed_forms = {{{site::atom_file, "application/atom+xml", "Atom"},
                                                 {site::rss_file, "application/rss+xml", "RSS"},
                                                 {site::json_feed_file, "application/feed+json", "JSON"}}};

// What og:locale wants: a language with a country.
std::string locale_of(std::string_view language) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known = {{{"en", "en_US"},
                                                                                     {"zh", "zh_CN"},
                                                                                     {"zh-Hans", "zh_CN"},
                                                                                     {"zh-Hant", "zh_TW"},
                                                                                     {"ja", "ja_JP"},
                                                                                     {"ko", "ko_KR"},
                                                                                     {"de", "de_DE"},
                                                                                     {"fr", "fr_FR"}}};
    for (const auto& [code, locale] : known) {
        if (code == language) return std::string(locale);
    }
    std::string locale(language);
    std::replace(locale.begin(), locale.end(), '-', '_');
    return locale;
}

// Appends elements with escaped attribute values.
class HeadWriter {
  public:
    HeadWriter(const Publication& publication, const site::Page& page) : publication_(publication), page_(page) {}

    std::string write() && {
        const std::string title = page_full_title(publication_, page_);
        const std::string description = page_description(publication_, page_);
        out_.reserve(4096);
        out_ += "<title>";
        text::append_escaped_html(out_, title);
        out_ += "</title>\n";
        if (!description.empty()) named("description", description);
        write_addresses();
        write_feeds();
        write_social(description);
        if (page_.kind == PageKind::Home) write_me();
        named("generator", generator_name);
        out_ += json_ld_of(publication_, page_);
        return std::move(out_);
    }

  private:
    void named(std::string_view name, std::string_view content) { element("meta name", name, "content", content); }
    void property(std::string_view name, std::string_view content) {
        element("meta property", name, "content", content);
    }

    void element(std::string_view start, std::string_view first, std::string_view second_name,
                 std::string_view second) {
        out_ += '<';
        out_ += start;
        out_ += "=\"";
        text::append_escaped_html(out_, first);
        out_ += "\" ";
        out_ += second_name;
        out_ += "=\"";
        text::append_escaped_html(out_, second);
        out_ += "\">\n";
    }

    void write_addresses() {
        const SiteUrls& urls = publication_.urls();
        if (page_.kind == PageKind::NotFound) {
            named("robots", "noindex");
            return;
        }
        std::string canonical = urls.absolute(page_.url_path);
        if (page_.kind == PageKind::Work) {
            const site::Work& work = publication_.catalog().work(page_.work);
            if (!work.metadata.canonical.empty()) canonical = urls.written_absolute(work.metadata.canonical);
            if (work.visibility != site::Visibility::Shown) named("robots", "noindex");
        }
        element("link rel", "canonical", "href", canonical);
        write_alternates();
        const auto part = [&](std::string_view relation, std::uint32_t number) {
            element("link rel", relation, "href", urls.absolute(page_.numbered_url_path(number)));
        };
        if (page_.number > 1) part("prev", page_.number - 1);
        if (page_.number < page_.count) part("next", page_.number + 1);
    }

    void write_alternates() {
        std::vector<Alternate> others = alternates(publication_, page_);
        if (others.empty()) return;
        others.push_back({page_.language, page_.url_path, site::no_work});
        std::ranges::sort(others, {}, &Alternate::language);
        const auto write = [&](std::string_view language, std::string_view url_path) {
            out_ += "<link rel=\"alternate\" hreflang=\"";
            text::append_escaped_html(out_, language);
            out_ += "\" href=\"";
            text::append_escaped_html(out_, publication_.urls().absolute(url_path));
            out_ += "\">\n";
        };
        for (const Alternate& other : others) {
            write(publication_.configuration().languages[other.language].code, other.url_path);
        }
        write("x-default", others.front().url_path);  // the default language where it is there: it is the first
    }

    void write_feeds() {
        const LanguageView& view = publication_.view(page_.language);
        const std::string home = view.index->prefix + "/";
        const std::string site_name =
            view.language->title.empty() ? publication_.configuration().title : view.language->title;
        const bool has_own = has_feeds(page_) && page_.kind != PageKind::Home;
        if (has_own) feeds_at(page_.first_url_path(), page_title(publication_, page_) + " · " + site_name);
        feeds_at(home, site_name);
    }

    void feeds_at(const std::string& url_path, const std::string& title) {
        for (const FeedForm& form : feed_forms) {
            out_ += fmt::format("<link rel=\"alternate\" type=\"{}\" title=\"", form.type);
            text::append_escaped_html(out_, fmt::format("{} ({})", title, form.name));
            out_ += "\" href=\"";
            text::append_escaped_html(out_, publication_.urls().href(url_path + std::string(form.file)));
            out_ += "\">\n";
        }
    }

    void write_social(const std::string& description) {
        const SiteUrls& urls = publication_.urls();
        const LanguageView& view = publication_.view(page_.language);
        const site::Work* work = page_.kind == PageKind::Work ? &publication_.catalog().work(page_.work) : nullptr;
        const bool is_article = work != nullptr && site::is_listed(work->kind);
        property("og:type", is_article ? "article" : "website");
        property("og:title", page_title(publication_, page_));
        if (!description.empty()) property("og:description", description);
        property("og:url", urls.absolute(page_.url_path));
        property("og:site_name",
                 view.language->title.empty() ? publication_.configuration().title : view.language->title);
        property("og:locale", locale_of(view.language->code));
        for (const Alternate& other : alternates(publication_, page_)) {
            property("og:locale:alternate", locale_of(publication_.configuration().languages[other.language].code));
        }
        const PageImage image = image_of(publication_, page_);
        write_image(image);
        if (is_article) {
            if (work->date) property("article:published_time", text::format_rfc3339(*work->date));
            if (work->updated) property("article:modified_time", text::format_rfc3339(*work->updated));
            for (const auto& [taxonomy, terms] : work->metadata.terms) {
                for (const auto& term : terms) property("article:tag", term.value);
            }
        }
        const bool is_large = !image.url.empty() && image.size == ImageSize::Large;
        named("twitter:card", is_large ? "summary_large_image" : "summary");
    }

    void write_image(const PageImage& image) {
        if (image.url.empty()) return;
        property("og:image", image.url);
        if (image.width != 0) {
            property("og:image:width", std::to_string(image.width));
            property("og:image:height", std::to_string(image.height));
        }
        if (!image.alt.empty()) property("og:image:alt", image.alt);
    }

    void write_me() {
        for (const site::Link& link : publication_.configuration().author.links) {
            if (text::is_external(link.url)) element("link rel", "me", "href", text::percent_encode_url(link.url));
        }
    }

    const Publication& publication_;
    const site::Page& page_;
    std::string out_;
};

}  // namespace

text::SafeHtml head_of(const Publication& publication, const site::Page& page) {
    if (page.kind == PageKind::Work) graph::note(page.work, own_fields());
    return text::SafeHtml::vouch(HeadWriter(publication, page).write());
}

templating::Value feeds_value(const Publication& publication, const site::Page& page) {
    using templating::Value;
    std::vector<Value> feeds;
    feeds.reserve(feed_forms.size());
    for (const FeedForm& form : feed_forms) {
        feeds.push_back(
            Value::map({{"title", Value::view(form.name)},
                        {"url", Value::string(publication.urls().href(page.first_url_path() + std::string(form.file)))},
                        {"type", Value::view(form.type)}}));
    }
    return Value::list(std::move(feeds));
}

}  // namespace byline::publish
