#include "graph/reads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::graph {
namespace {

using site::WorkField;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Reads, AreSortedAndJoined) {
    Reads reads;
    reads.add(7, WorkField::Title);
    reads.add(7, WorkField::Url);
    reads.add(2, WorkField::Date);
    reads.add(7, WorkField::Summary);
    reads.add(FactNumber{5});
    reads.add(FactNumber{1});
    reads.add(FactNumber{5});
    reads.settle();
    ASSERT_EQ(reads.works().size(), 2U);
    EXPECT_EQ(reads.works()[0].work, 2U);
    EXPECT_EQ(reads.works()[1].fields, WorkField::Title | WorkField::Url | WorkField::Summary);
    EXPECT_THAT(reads.facts(), ElementsAre(1U, 5U));
}

TEST(ReadScope, NotesWhatItsThreadAsks) {
    FactTable facts;
    Reads outer;
    Reads inner;
    note(1, WorkField::Title);  // nobody listens
    {
        const ReadScope scope(outer, facts);
        note(2, WorkField::Title);
        note(FactKind::Phrase, {"zh", "menu"});
        {
            const ReadScope nested(inner, facts);
            note(3, WorkField::Url);
            note(FactKind::Phrase, {"zh", "menu"});
        }
        ReadScope::note_all(inner);
        note(FactKind::Settings, {});
    }
    note(4, WorkField::Title);
    outer.settle();
    ASSERT_EQ(outer.works().size(), 2U);
    EXPECT_EQ(outer.works()[0].work, 2U);
    EXPECT_EQ(outer.works()[1].work, 3U);
    ASSERT_EQ(inner.works().size(), 1U);
    EXPECT_THAT(facts.facts(), ElementsAre(Fact{FactKind::Phrase, "zh\x1fmenu"}, Fact{FactKind::Settings, ""}));
    EXPECT_THAT(outer.facts(), ElementsAre(0U, 1U));
}

TEST(Fact, HasParts) {
    std::string joined = "what was there";
    join_subject({"en", "menu", "main"}, joined);
    std::string_view subject = joined;
    EXPECT_EQ(take_part(subject), "en");
    EXPECT_EQ(take_part(subject), "menu");
    EXPECT_EQ(take_part(subject), "main");
    EXPECT_THAT(subject, IsEmpty());
    EXPECT_EQ(take_part(subject), "");
    EXPECT_EQ(words_of(FactKind::Phrase, "zh\x1fmenu"), "the phrase 'menu' (zh)");
    EXPECT_EQ(words_of(FactKind::Site, "zh\x1fmenu\x1fmain"), "the menu 'main' (zh)");
}

}  // namespace
}  // namespace byline::graph
