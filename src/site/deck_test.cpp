#include "site/deck.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site/compose.hpp"
#include "site/site_fixture.hpp"

namespace byline::site {
namespace {

using ::testing::HasSubstr;

const text::Timestamp now = *text::parse_timestamp("2026-06-01");

TEST(DeckTest, LiesInTheFolderOfATalk) {
    EXPECT_TRUE(is_deck_name("talks/dns", "deck"));
    EXPECT_TRUE(is_deck_name("talks/2024/dns", "deck"));
    EXPECT_FALSE(is_deck_name("talks", "deck"));  // a talk about decks
    EXPECT_FALSE(is_deck_name("notes/dns", "deck"));
    EXPECT_FALSE(is_deck_name("talksy/dns", "deck"));
    EXPECT_FALSE(is_deck_name("talks/dns", "decks"));
}

TEST(DeckTest, IsAPageWithoutATitleOfItsOwn) {
    const SiteFixture site;
    const Composed deck = site.composed("talks/dns/deck.zh.md", "# 域名 {.opening}\n\n---\n\n## 缓存\n");
    ASSERT_TRUE(deck.work);
    EXPECT_TRUE(deck.work->is_deck());
    EXPECT_EQ(deck.work->kind, Kind::Page);
    EXPECT_EQ(deck.work->language, "zh");
    EXPECT_FALSE(deck.work->title_from_heading);  // the first slide shows it
    EXPECT_EQ(deck.work->headings.size(), 2U);
}

TEST(DeckTest, NeedsSlides) {
    const SiteFixture site;
    const Composed empty = site.composed("talks/dns/deck.md", "---\ntitle: Names\n---\n\n---\n\n***\n");
    ASSERT_FALSE(empty.work);
    EXPECT_THAT(empty.diagnostics.front().error.message, HasSubstr("without slides"));
    std::string text = "x\n";
    for (std::size_t i = 0; i < most_slides; ++i) text += "\n***\n\nx\n";
    EXPECT_FALSE(site.composed("talks/dns/deck.md", text).work);
}

TEST(DeckTest, FindsItsTalkAndItsTalkFindsIt) {
    const SiteFixture site("title = \"x\"\n[languages.en]\nname = \"English\"\n[languages.zh]\nname = \"中文\"\n");
    std::vector<Work> works;
    for (const char* path : {"talks/a/deck.md", "talks/a/deck.zh.md", "talks/a/index.md", "talks/a/index.zh.md",
                             "talks/a/more/deck.md", "talks/b/deck.zh.md", "talks/b/index.md", "talks/c.md"})
        works.push_back(*site.composed(path, "# T\n").work);
    const auto talk = [&](std::size_t deck) { return talk_of(works, works[deck], site.configuration); };
    const auto deck = [&](std::size_t of) { return deck_of(works, works[of], site.configuration); };
    EXPECT_EQ(talk(0), 2U);
    EXPECT_EQ(talk(1), 3U);
    EXPECT_EQ(talk(4), no_work);  // of a folder without a talk
    EXPECT_EQ(talk(5), 6U);       // in another language, for want of one in its own
    EXPECT_EQ(deck(2), 0U);
    EXPECT_EQ(deck(3), 1U);
    EXPECT_EQ(deck(6), 5U);
    EXPECT_EQ(deck(7), no_work);
}

TEST(DeckTest, TakesWhatItLacksFromItsTalk) {
    const SiteFixture site("title = \"x\"\n[languages.en]\nname = \"English\"\n[languages.zh]\nname = \"中文\"\n");
    const Work talk = *site.composed("talks/a/index.md", "---\ntitle: Names\nslug: dns\ndate: 2026-01-02\n---\n").work;
    Work deck = *site.composed("talks/a/deck.md", "x\n").work;
    place_deck(deck, talk, now);
    EXPECT_EQ(deck.url_path, "/talks/dns/deck/");
    EXPECT_EQ(deck.title, "Names");
    EXPECT_EQ(deck.date->seconds, talk.date->seconds);
    EXPECT_EQ(deck.visibility, Visibility::Shown);

    Work other = *site.composed("talks/a/deck.zh.md", "---\ntitle: 域名\n---\nx\n").work;
    place_deck(other, talk, now);
    EXPECT_EQ(other.url_path, "/talks/dns/deck-zh/");
    EXPECT_EQ(other.title, "域名");

    Work draft = talk;
    draft.metadata.draft = true;
    place_deck(deck, draft, now);
    EXPECT_EQ(deck.visibility, Visibility::Draft);
}

}  // namespace
}  // namespace byline::site
