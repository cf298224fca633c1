// Works for tests and benchmarks of what is done with whole works.
// Functions without state; they read the example site and, where they are there, the corpora.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "site/compose.hpp"
#include "site/fixture_folder.hpp"
#include "site/site_fixture.hpp"
#include "site/work.hpp"
#include "templating/value_map.hpp"

namespace byline::site {

// The works (stand-ins too) of all Markdown files below `folder`, in the order of their names; none when it is absent.
// `prefix` is put before their paths: the folder of content/ that they are taken to lie in.
inline std::vector<Work> works_below(const std::filesystem::path& folder, std::string_view prefix = "") {
    std::vector<Work> works;
    if (!std::filesystem::is_directory(folder)) return works;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".md") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    const SiteFixture site;
    for (const auto& path : paths) {
        const std::string name = std::string(prefix) + std::filesystem::relative(path, folder).generic_string();
        Composed composed = site.composed(name, read_whole(path));
        if (composed.work) works.push_back(std::move(*composed.work));
        if (composed.stand_in) works.push_back(std::move(*composed.stand_in));
    }
    return works;
}

inline std::vector<Work> works_of_example() {
    return works_below(std::filesystem::path(BYLINE_ROOT) / "example" / "content");
}

// "en-blog" or "zh-blog".
inline std::vector<Work> works_of_corpus(const std::string& corpus) {
    return works_below(std::filesystem::path(BYLINE_ROOT) / ".." / "shared" / "corpora" / corpus, "articles/");
}

// A value of every kind that front matter can hold.
inline templating::Value sample_extra() {
    using templating::Value;
    return Value::map(
        {{"nothing", Value::none()},
         {"yes", Value::boolean(true)},
         {"count", Value::integer(-300)},
         {"ratio", Value::number(0.1)},
         {"text", Value::string("重庆 and more")},
         {"list", Value::list({Value::integer(1), Value::list({}), Value::map({{"a", Value::string("b")}})})},
         {"map", Value::map({{"z", Value::integer(1)}, {"a", Value::none()}})}});
}

inline Metadata sample_metadata() {
    Metadata metadata;
    metadata.title = {"域名为什么会骗人", 2, 8};
    metadata.date = text::parse_timestamp("2024-05-01");
    metadata.updated = text::parse_timestamp("2024-05-02T10:00:00+08:00");
    metadata.publish_at = text::parse_timestamp("1969-12-31T23:00:00Z");
    metadata.expires = text::parse_timestamp("2099-01-01");
    metadata.draft = true;
    metadata.language = {"zh", 3, 8};
    metadata.slug = {"dns", 4, 8};
    metadata.path = {"old/dns", 5, 8};
    metadata.kind = {"article", 6, 8};
    metadata.aliases = {{"/2008/dns/", 7, 5}, {"/旧/", 8, 5}};
    metadata.summary = "Why *names* lie";
    metadata.featured = "The one to read first";
    metadata.cover = {"cover.svg", 9, 8};
    metadata.cover_alt = "A resolver, drawn";
    metadata.authors = {"Ada", "李"};
    metadata.terms = {{"tags", {{"dns", 10, 8}, {"网络", 10, 13}}}, {"categories", {}}};
    metadata.series = {"Names", 2};
    metadata.canonical = "https://example.org/dns";
    metadata.maturity = Maturity::Budding;
    metadata.commenting = Commenting::Closed;
    metadata.page_template = {"wide.html", 11, 8};
    metadata.weight = -7;
    metadata.event = "FOSDEM";
    metadata.event_url = "https://fosdem.org/";
    metadata.place = "Bruxelles";
    metadata.slides = {"slides.pdf", "Slides"};
    metadata.video = {"https://example.org/v", ""};
    metadata.source = "https://example.com/";
    metadata.source_author = "Someone";
    metadata.source_license = "CC BY 4.0";
    metadata.translated_from = "en 0000zzzz";
    metadata.extra = sample_extra();
    return metadata;
}

// A work of which no member has its default.
inline Work sample_work() {
    Work work;
    work.path = "articles/2024/2024-05-01-dns.zh.md";
    work.source = {SourceRole::Bundle, "articles/2024", "dns", "zh", text::parse_timestamp("2024-05-01"), {}};
    work.source.unknown_language = "fr";
    work.kind = Kind::Talk;
    work.language = "zh";
    work.key = "articles/2024/dns";
    work.metadata = sample_metadata();
    work.visibility = Visibility::Scheduled;
    work.title = "域名为什么会骗人";
    work.slug = "dns";
    work.url_path = "/zh/articles/dns/";
    work.date = text::parse_timestamp("2024-05-01");
    work.updated = text::parse_timestamp("2024-05-02T10:00:00+08:00");
    work.summary = "Why <em>names</em> lie";
    work.description = "Why names lie";
    work.words = {12, 345};
    work.reading_minutes = 3;
    work.headings = {{2, "缓存", "缓存"}, {3, "ttl", "<code>TTL</code>"}};
    work.anchors = {"ttl", "缓存"};
    work.references = {{markdown::ReferenceKind::Wikilink, "DNS", "ttl", 20, 3},
                       {markdown::ReferenceKind::HtmlSource, "../图.svg", "", 300, 1}};
    work.link_sentences = {{0, "参见 TTL。", 7, 3, "ttl"}, {1, "图", 0, 0, ""}};
    work.title_from_heading = true;
    work.body_offset = 321;
    work.body_line = 14;
    return work;
}

}  // namespace byline::site
