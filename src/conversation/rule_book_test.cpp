#include "conversation/rule_book.hpp"

#include <string>

#include "conversation/conversation_fixture.hpp"
#include "conversation/last_change.hpp"
#include "conversation/people.hpp"

namespace byline::conversation {
namespace {

TEST(RuleChanges, AreReadAsTheyWereWritten) {
    const RuleChanges changes{.hold = Hold::None,
                              .edit_minutes = 0,
                              .close_after_days = 30,
                              .most_links = std::nullopt,
                              .most_a_minute = 7,
                              .most_a_day = std::nullopt,
                              .blocked = {"casino", "博彩 网站"}};
    EXPECT_EQ(read_rule_changes(written(changes)), changes);
    EXPECT_EQ(read_rule_changes(""), RuleChanges());
    EXPECT_EQ(
        read_rule_changes("hold\tmaybe\nmost_links\t-1\nmost_links\t99999999999999999999\nfuture\t1\n\t\nblocked\t\n"),
        RuleChanges());
}

TEST(RuleChanges, GoBeforeTheFileAndAddToItsWords) {
    Rules of_file;
    of_file.most_links = 4;
    of_file.blocked = {"watches"};
    const Rules rules = with_changes(of_file, {.hold = Hold::All, .blocked = {"casino"}});
    EXPECT_EQ(rules.hold, Hold::All);
    EXPECT_EQ(rules.most_links, 4);
    EXPECT_EQ(rules.blocked, (std::vector<std::string>{"watches", "casino"}));
}

class StudioRoomsTest : public ConversationFixture {};

TEST_P(StudioRoomsTest, OneProcessSavesRulesAndEachGoesByThem) {
    RuleBook one{rules_};
    RuleBook other{rules_};
    ASSERT_TRUE(change_rules(*database_, {.most_links = 9}, "a"));
    ASSERT_TRUE(one.read(*database_));
    ASSERT_TRUE(other.read(*database_));
    EXPECT_EQ(one.now()->most_links, 9);
    EXPECT_EQ(other.now()->most_links, 9);
    EXPECT_EQ(other.of_file().most_links, 2);
    ASSERT_TRUE(change_rules(*database_, {}, "a"));
    ASSERT_TRUE(one.read(*database_));
    EXPECT_EQ(one.now()->most_links, 2);
}

TEST_P(StudioRoomsTest, FeaturedCommentsStandInAnOrderWithoutHoles) {
    std::vector<std::int64_t> ids;
    for (const char* body : {"a", "b", "c", "d"}) {
        ids.push_back(post(body).id);
        publish(ids.back());
    }
    const auto order = [this] {
        const Thread shown = thread();
        std::string letters;
        for (const std::size_t place : shown.featured) letters += shown.comments.at(place).html.string().substr(3, 1);
        return letters;
    };
    for (const std::size_t index : {0U, 1U, 2U}) ASSERT_TRUE(feature_last(*database_, ids.at(index)));
    ASSERT_TRUE(feature_last(*database_, ids.at(0)));
    EXPECT_EQ(order(), "abc");
    ASSERT_TRUE(feature(*database_, ids.at(1), 2, "because"));
    ASSERT_TRUE(shift_featured(*database_, ids.at(1), Shift::Up));
    EXPECT_EQ(order(), "bac");
    EXPECT_EQ(thread().comments.at(1).featured_note, "because");
    ASSERT_TRUE(shift_featured(*database_, ids.at(1), Shift::Up));
    ASSERT_TRUE(shift_featured(*database_, ids.at(2), Shift::Down));
    ASSERT_TRUE(shift_featured(*database_, ids.at(3), Shift::Down));
    EXPECT_EQ(order(), "bac");
    ASSERT_TRUE(feature(*database_, ids.at(1), std::nullopt, ""));
    ASSERT_TRUE(shift_featured(*database_, ids.at(2), Shift::Up));
    EXPECT_EQ(order(), "ca");
    EXPECT_FALSE(feature_last(*database_, post("held").id));
}

TEST_P(StudioRoomsTest, ConversationsStandByTheNewest) {
    publish(post("a", {.thread = "/a/"}).id);
    const std::int64_t newest_of_b = post("b", {.thread = "/b/"}).id;
    post("c", {.thread = "/a/"});
    const auto all = read_conversations(*database_, INT64_MAX, 10);
    ASSERT_TRUE(all) << all.error().message;
    ASSERT_EQ(all->size(), 2U);
    EXPECT_EQ(all->at(0).thread, "/a/");
    EXPECT_EQ(all->at(0).published, 1);
    EXPECT_EQ(all->at(0).held, 1);
    const auto older = read_conversations(*database_, all->at(0).newest, 10);
    ASSERT_TRUE(older);
    ASSERT_EQ(older->size(), 1U);
    EXPECT_EQ(older->at(0).newest, newest_of_b);
}

TEST_P(StudioRoomsTest, TheQueueSaysWhatTheStudioShows) {
    const auto author = author_person(*database_, "林砚", "https://example.org/", now_);
    ASSERT_TRUE(author);
    const std::int64_t answer = post("mine", {.signed_in = *author}).id;
    ASSERT_TRUE(feature_last(*database_, answer));
    const auto entries = read_queue(*database_, {.state = State::Published});
    ASSERT_TRUE(entries) << entries.error().message;
    ASSERT_EQ(entries->size(), 1U);
    EXPECT_EQ(entries->at(0).role, Role::Author);
    EXPECT_EQ(entries->at(0).featured, 1);
    EXPECT_FALSE(entries->at(0).is_edited);
}

ON_BOTH_STORES(StudioRoomsTest);

}  // namespace
}  // namespace byline::conversation
