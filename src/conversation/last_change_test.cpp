#include "conversation/last_change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/conversation_fixture.hpp"

namespace byline::conversation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LastChangeTest : public ConversationFixture {
  protected:
    std::vector<std::string> chosen() {
        const Thread read = thread();
        std::vector<std::string> lines;
        for (const std::size_t index : read.featured) {
            lines.push_back(read.comments[index].html.string() + read.comments[index].featured_note);
        }
        return lines;
    }
};

TEST_P(LastChangeTest, OfWhatIsFeaturedIsUndoneAndDoneAgain) {
    rules_.hold = Hold::None;
    const Posted one = post("一");
    const Posted two = post("two");
    const std::string nothing = *featured_now(*database_, page);
    ASSERT_TRUE(feature_last(*database_, one.id));
    ASSERT_TRUE(feature(*database_, one.id, 1, "为什么\t好"));
    ASSERT_TRUE(feature_last(*database_, two.id));
    ASSERT_TRUE(*remember_featured(*database_, page, "a", nothing));
    EXPECT_FALSE(*remember_featured(*database_, page, "b", *featured_now(*database_, page)));
    const auto both = chosen();
    EXPECT_THAT(both, ElementsAre("<p>一</p>为什么\t好", "<p>two</p>"));

    const std::string before = *featured_now(*database_, page);
    ASSERT_TRUE(shift_featured(*database_, two.id, Shift::Up));
    ASSERT_TRUE(*remember_featured(*database_, page, "c", before));
    EXPECT_FALSE(*undo_featured(*database_, page, "a", "x")) << "it is not the last one";
    EXPECT_FALSE(*undo_featured(*database_, page, "", "x"));
    ASSERT_TRUE(*undo_featured(*database_, page, "c", "d"));
    EXPECT_EQ(chosen(), both);
    ASSERT_TRUE(*undo_featured(*database_, page, "d", "e"));
    EXPECT_THAT(chosen(), ElementsAre("<p>two</p>", "<p>一</p>为什么\t好"));

    // Something was changed since.
    ASSERT_TRUE(feature(*database_, two.id, std::nullopt, ""));
    EXPECT_FALSE(*undo_featured(*database_, page, "e", "f"));
    // Something was taken away since: it does not come back by this.
    const std::string with_one = *featured_now(*database_, page);
    ASSERT_TRUE(feature(*database_, one.id, std::nullopt, ""));
    ASSERT_TRUE(*remember_featured(*database_, page, "g", with_one));
    ASSERT_TRUE(decide(*database_, {one.id}, State::Spam, "author", "", "h", now_));
    ASSERT_TRUE(*undo_featured(*database_, page, "g", "i"));
    EXPECT_THAT(chosen(), IsEmpty());
}

TEST_P(LastChangeTest, OfTheRulesIsUndone) {
    RuleChanges changes;
    changes.most_links = 9;
    changes.blocked = {"博彩", "casino"};
    ASSERT_TRUE(*change_rules(*database_, changes, "a"));
    EXPECT_FALSE(*change_rules(*database_, changes, "b"));
    RuleChanges more = changes;
    more.hold = Hold::All;
    ASSERT_TRUE(*change_rules(*database_, more, "c"));
    EXPECT_FALSE(*undo_rules(*database_, "a", "x"));
    ASSERT_TRUE(*undo_rules(*database_, "c", "d"));
    EXPECT_EQ(*stored_rule_changes(*database_), changes);
    ASSERT_TRUE(*undo_rules(*database_, "d", "e"));
    EXPECT_EQ(*stored_rule_changes(*database_), more);
}

ON_BOTH_STORES(LastChangeTest);

}  // namespace
}  // namespace byline::conversation
