#include "site/front_matter.hpp"

#include <iostream>

#include <gtest/gtest.h>

#include "site/fixture_folder.hpp"
#include "templating/json.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

Configuration configuration() {
    Configuration made;
    made.utc_offset_seconds = 8 * 3600;
    made.taxonomies = {{"tags", "tag", {}}, {"categories", "category", {}}};
    return made;
}

// Every field that is not empty, one a line.
class Dump {
  public:
    void line(std::string_view name, std::string_view text) {
        if (!text.empty()) out_.append(name).append(": ").append(text).append("\n");
    }
    void line(std::string_view name, const std::optional<Placed<std::string>>& text) {
        if (text) placed(name, *text);
    }
    void line(std::string_view name, const std::optional<text::Timestamp>& moment) {
        if (moment) line(name, text::format_rfc3339(*moment) + (moment->date_only ? " (day)" : ""));
    }
    template <typename T>
    void line(std::string_view name, const Seldom<T>& seldom) {
        line(name, static_cast<std::optional<T>>(seldom));
    }
    void line(std::string_view name, const std::optional<MediaLink>& link) {
        if (link) line(name, link->url + " (" + link->title + ")");
    }
    void placed(std::string_view name, const Placed<std::string>& text) {
        line(name, "'" + text.value + "' at " + std::to_string(text.line) + ":" + std::to_string(text.column));
    }
    std::string out() && { return std::move(out_); }

  private:
    std::string out_;
};

std::string dumped(const Metadata& metadata) {
    Dump dump;
    dump.line("title", metadata.title);
    dump.line("date", metadata.date);
    dump.line("updated", metadata.updated);
    dump.line("publish_at", metadata.publish_at);
    dump.line("expires", metadata.expires);
    dump.line("draft", metadata.draft ? "true" : "");
    dump.line("language", metadata.language);
    dump.line("slug", metadata.slug);
    dump.line("path", metadata.path);
    dump.line("kind", metadata.kind);
    for (const auto& alias : metadata.aliases) dump.placed("alias", alias);
    dump.line("summary", metadata.summary);
    dump.line("featured", metadata.featured);
    dump.line("cover", metadata.cover);
    dump.line("cover_alt", metadata.cover_alt);
    for (const std::string& author : metadata.authors) dump.line("author", author);
    for (const auto& [taxonomy, terms] : metadata.terms) {
        for (const auto& term : terms) dump.placed(taxonomy, term);
    }
    if (metadata.series) {
        dump.line("series",
                  metadata.series->name +
                      (metadata.series->position ? " part " + std::to_string(*metadata.series->position) : ""));
    }
    dump.line("canonical", metadata.canonical);
    if (metadata.maturity != Maturity::Unset) {
        dump.line("maturity", std::to_string(static_cast<int>(metadata.maturity)));
    }
    if (metadata.commenting != Commenting::Unset) {
        dump.line("comments", std::to_string(static_cast<int>(metadata.commenting)));
    }
    dump.line("template", metadata.page_template);
    if (metadata.weight != 0) dump.line("weight", std::to_string(metadata.weight));
    dump.line("event", metadata.event);
    dump.line("event_url", metadata.event_url);
    dump.line("place", metadata.place);
    dump.line("slides", metadata.slides);
    dump.line("video", metadata.video);
    dump.line("source", metadata.source);
    dump.line("source_author", metadata.source_author);
    dump.line("source_license", metadata.source_license);
    dump.line("extra", *templating::to_json(metadata.extra));
    return std::move(dump).out();
}

std::string outcome_of_front_matter(std::string_view bytes, std::string_view path) {
    const FrontMatterReading reading = read_front_matter(bytes, path, configuration());
    std::string out = printed(reading.diagnostics) + dumped(reading.metadata);
    out += "body from line " + std::to_string(reading.body_line) + ":\n";
    out += bytes.substr(reading.body_offset);
    return out;
}

TEST(FrontMatter, ReadsEachFixture) {
    const auto inputs = fixtures_in("front_matter");
    ASSERT_GE(inputs.size(), 20U);
    for (const auto& input : inputs)
        expect_fixture(input, outcome_of_front_matter(read_whole(input), input.filename().string()));
}

TEST(FrontMatter, IsPassedOverWhereThereIsNone) {
    for (const std::string_view bytes :
         {"", "# Title\n", "--- text\n", "----\n", " ---\n", "++\n", "\n---\na: b\n---\n"}) {
        const FrontMatterReading reading = read_front_matter(bytes, "a.md", configuration());
        EXPECT_EQ(reading.body_offset, 0U) << bytes;
        EXPECT_EQ(reading.body_line, 1U) << bytes;
        EXPECT_TRUE(reading.diagnostics.empty()) << bytes;
        EXPECT_TRUE(reading.metadata.extra.is_map()) << bytes;
    }
}

TEST(FrontMatter, KnowsByteOrderMarksAndEveryLineEnd) {
    for (const std::string line_end : {"\n", "\r\n"}) {
        for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
            const std::string head =
                mark + "---" + line_end + "title: A" + line_end + "tags: [b]" + line_end + "---" + line_end;
            const FrontMatterReading reading = read_front_matter(head + "body", "a.md", configuration());
            ASSERT_TRUE(reading.metadata.title);
            EXPECT_EQ(reading.metadata.title->value, "A");
            EXPECT_EQ(reading.metadata.title->line, 2U);
            EXPECT_EQ(reading.metadata.title->column, 8U);
            EXPECT_EQ(reading.body_offset, head.size());
            EXPECT_EQ(reading.body_line, 5U);
        }
    }
}

TEST(FrontMatter, MayEndTheFile) {
    const FrontMatterReading reading = read_front_matter("---\ntitle: A\n---", "a.md", configuration());
    EXPECT_EQ(reading.body_offset, 16U);
    EXPECT_EQ(reading.body_line, 4U);
}

// Other people's posts, written for other generators.
class Corpus : public testing::TestWithParam<const char*> {};

TEST_P(Corpus, ReadsWithoutAnError) {
    const auto folder = std::filesystem::path(BYLINE_ROOT) / ".." / "shared" / "corpora" / GetParam();
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no corpus at ../shared/corpora/" << GetParam();
    std::size_t posts = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".md") continue;
        ++posts;
        const std::string bytes = read_whole(entry.path());
        const FrontMatterReading reading = read_front_matter(bytes, entry.path().filename().string(), configuration());
        EXPECT_EQ(printed(reading.diagnostics), "");
        EXPECT_GT(reading.body_offset, 0U) << entry.path();
        // A page that its template fills needs none; sections (_index.md) need no date.
        const bool post = !reading.metadata.page_template && entry.path().stem() != "_index";
        if (!post) continue;
        ASSERT_TRUE(reading.metadata.title) << entry.path();
        EXPECT_FALSE(reading.metadata.title->value.empty()) << entry.path();
        EXPECT_TRUE(reading.metadata.date || reading.metadata.path) << entry.path();
    }
    std::cout << posts << " posts\n";
    EXPECT_GT(posts, 700U);
}

INSTANTIATE_TEST_SUITE_P(All, Corpus, testing::Values("en-blog", "zh-blog"));

}  // namespace
}  // namespace byline::site
