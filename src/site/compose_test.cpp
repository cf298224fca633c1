#include "site/compose.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site/site_fixture.hpp"

namespace byline::site {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ComposeTest, ReadsAWholeArticle) {
    const SiteFixture site;
    const Composed result = site.composed("articles/dns.zh.md",
                                          "---\ntitle: 域名为什么会骗人\ndate: 2026-01-02\ntags: [网络, "
                                          "DNS]\n---\n\n第一段，**重点。**后文。\n\n## 缓存\n\n更多。\n");
    ASSERT_TRUE(result.work);
    EXPECT_TRUE(result.diagnostics.empty());
    const Work& work = *result.work;
    EXPECT_EQ(work.title, "域名为什么会骗人");
    EXPECT_EQ(work.kind, Kind::Article);
    EXPECT_EQ(work.language, "zh");
    EXPECT_EQ(work.url_path, "/zh/articles/dns/");
    EXPECT_EQ(work.description, "第一段，重点。后文。");
    EXPECT_EQ(work.words.han, 11);
    ASSERT_EQ(work.headings.size(), 1U);
    EXPECT_EQ(work.headings[0].id, "缓存");
    EXPECT_EQ(work.body_line, 6U);
}

TEST(ComposeTest, WorksWithoutFrontMatter) {
    const SiteFixture site;
    const Composed result =
        site.composed("articles/2008-01-31-first-server.md", "# My *first* server\n\nIt hummed.\n\n## Noise\n");
    ASSERT_TRUE(result.work);
    EXPECT_EQ(result.work->title, "My first server");
    EXPECT_TRUE(result.work->title_from_heading);
    EXPECT_EQ(result.work->url_path, "/articles/first-server/");
    EXPECT_EQ(text::format_iso_date(*result.work->date), "2008-01-31");
    ASSERT_EQ(result.work->headings.size(), 1U);  // the title is not part of the contents
    EXPECT_EQ(result.work->headings[0].id, "noise");
    EXPECT_EQ(site.composed("notes/x-y.md", "just words").work->title, "X y");
}

TEST(ComposeTest, MakesReadableSlugs) {
    const SiteFixture site;
    EXPECT_EQ(site.composed("articles/重庆的银行.md", "x").work->url_path, "/articles/chong-qing-de-yin-hang/");
    EXPECT_EQ(site.composed("articles/a.md", "---\nslug: 长江\n---\n").work->url_path, "/articles/长江/");
    const SiteFixture characters("title = \"x\"\n[slugs]\nstyle = \"characters\"\n");
    EXPECT_EQ(characters.composed("articles/重庆.md", "x").work->url_path, "/articles/重庆/");
}

TEST(ComposeTest, TakesDateAndAddressOfZolasPath) {
    const SiteFixture site;
    const Composed result = site.composed(
        "Rust-1.88.0.md", "+++\npath = \"2025/06/26/Rust-1.88.0\"\ntitle = \"Announcing Rust 1.88.0\"\n+++\n");
    ASSERT_TRUE(result.work);
    EXPECT_EQ(result.work->url_path, "/2025/06/26/Rust-1.88.0/");
    EXPECT_EQ(text::format_iso_date(*result.work->date), "2025-06-26");
    const Composed inside = site.composed("a.md", "+++\npath = \"inside-rust/2019/09/25/x\"\ntitle = \"x\"\n+++\n");
    EXPECT_EQ(text::format_iso_date(*inside.work->date), "2019-09-25");
    EXPECT_FALSE(site.composed("a.md", "+++\npath = \"a/2019/99/25/x\"\n+++\n").work->date);
    EXPECT_FALSE(site.composed("a.md", "+++\npath = \"a12019/09/25/x\"\n+++\n").work->date);
}

TEST(ComposeTest, FillsPermalinks) {
    const SiteFixture site("title = \"x\"\n[permalinks]\narticle = \"/{year}/{month}/{folder}/{slug}/\"\n");
    EXPECT_EQ(site.composed("articles/a/b.md", "---\ndate: 2024-03-09\n---\n").work->url_path, "/2024/03/a/b/");
    EXPECT_EQ(site.composed("articles/b.md", "---\ndate: 2024-03-09\n---\n").work->url_path, "/2024/03/b/");
    const Composed undated = site.composed("articles/c.md", "x");
    EXPECT_FALSE(undated.work);
    EXPECT_THAT(undated.diagnostics.at(0).error.message, HasSubstr("no date"));
}

TEST(ComposeTest, DecidesWhatIsShownByTheClock) {
    SiteFixture site;
    const auto visibility = [&](std::string_view key) {
        return site.composed("notes/a.md", "---\n" + std::string(key) + "\n---\n").work->visibility;
    };
    EXPECT_EQ(visibility("draft: true"), Visibility::Draft);
    EXPECT_EQ(visibility("publish_at: 2026-06-01T12:00:01Z"), Visibility::Scheduled);
    EXPECT_EQ(visibility("publish_at: 2026-06-01T20:00:00+08:00"), Visibility::Shown);
    EXPECT_EQ(visibility("expires: 2026-06-01T12:00:00Z"), Visibility::Expired);
    EXPECT_EQ(visibility("expires: 2026-06-01T12:00:01Z"), Visibility::Shown);
    EXPECT_EQ(visibility("date: 2030-01-01"), Visibility::Shown);  // a talk announced is a talk shown
}

TEST(ComposeTest, CollectsInternalReferencesWithPlaces) {
    const SiteFixture site;
    const Composed result = site.composed(
        "notes/a.md",
        "---\ntitle: 笔记\n---\n\n中文 [[DNS#ttl|域名]] 与 [x](../b.md#y) 和 [ext](https://example.com/).\n");
    ASSERT_TRUE(result.work);
    ASSERT_EQ(result.work->references.size(), 2U);
    EXPECT_EQ(result.work->references[0].destination, "DNS");
    EXPECT_EQ(result.work->references[0].fragment, "ttl");
    EXPECT_EQ(result.work->references[0].line, 5U);
    EXPECT_EQ(result.work->references[0].column, 4U);
    EXPECT_EQ(result.work->references[1].destination, "../b.md#y");
}

TEST(ComposeTest, KeepsTheSentencesOfInternalLinks) {
    const SiteFixture site;
    const Composed result = site.composed("notes/a.md",
                                          "# Title\n\nOne [link](../b.md). [Out](https://example.com/).\n\n## "
                                          "后文\n\n前一句。见 [[DNS|域名]]。![p](p.png) [up](#title)\n");
    ASSERT_TRUE(result.work);
    const auto& sentences = result.work->link_sentences;
    ASSERT_EQ(sentences.size(), 2U);
    EXPECT_EQ(sentences[0], (LinkSentence{0, "One link.", 4, 4, ""}));
    EXPECT_EQ(sentences[1], (LinkSentence{1, "见 域名。", 4, 6, "后文"}));
}

TEST(ComposeTest, RefusesWhatIsNotUtf8WithItsPlace) {
    const SiteFixture site;
    const Composed result = site.composed("notes/a.md", "---\ntitle: a\n---\nab\xd6\xd0\xce\xc4\n");
    EXPECT_FALSE(result.work);
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_EQ(result.diagnostics[0].error.place, (Place{"content/notes/a.md", 4, 3}));
    EXPECT_THAT(result.diagnostics[0].error.remedy, HasSubstr("UTF-8"));
}

TEST(ComposeTest, ReportsEveryFaultOfAFile) {
    const SiteFixture site;
    const Composed result = site.composed("notes/a.md", "---\nkind: artcle\nlanguage: fr\nslug: ../../etc\n---\n");
    EXPECT_FALSE(result.work);
    std::vector<std::uint32_t> lines;
    for (const Diagnostic& diagnostic : result.diagnostics) lines.push_back(diagnostic.error.place.line);
    EXPECT_THAT(lines, ElementsAre(2, 3, 4));
    EXPECT_THAT(result.diagnostics[0].error.remedy, HasSubstr("'article'"));
}

TEST(ComposeTest, ParsesTheSameTextAgain) {
    const SiteFixture site;
    const std::string bytes = "---\ntitle: a\n---\n\nWords [^1]\n\n[^1]: A note.\n";
    const Composed result = site.composed("notes/a.md", bytes);
    const Composition composition{site.configuration, site.slugger, site.now, "content/"};
    const markdown::Document again = parse_again(bytes, *result.work, composition);
    EXPECT_EQ(again.node_count(), result.document.node_count());
    EXPECT_EQ(again.root().first_child().place(), result.document.root().first_child().place());
}

}  // namespace
}  // namespace byline::site
