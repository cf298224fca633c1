#include "conversation/arrivals.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/conversation_fixture.hpp"

namespace byline::conversation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ArrivalsTest : public ConversationFixture {};

TEST_P(ArrivalsTest, MentionsAreHeldKeptUpToDateAndTakenAway) {
    Mention mention{"https://elsewhere.example/p", page, Kind::Reply, "Eve", "https://elsewhere.example", "", "nice"};
    auto id = put_mention(*database_, rules_, mention, now_);
    ASSERT_TRUE(id);
    EXPECT_THAT(thread().comments, IsEmpty());
    publish(*id);
    mention.body = "nicer";
    EXPECT_EQ(*put_mention(*database_, rules_, mention, now_), *id);
    EXPECT_THAT(shape(), ElementsAre("<p>nicer</p>"));
    EXPECT_EQ(thread().comments[0].source, mention.source);
    publish(*put_mention(*database_, rules_, {"https://x.example/like", page, Kind::Like, "Zoe", "", "", ""}, now_));
    EXPECT_EQ(thread().reactions.size(), 1U);
    EXPECT_TRUE(*remove_mention(*database_, mention.source, page, now_));
    EXPECT_FALSE(*remove_mention(*database_, mention.source, page, now_));
    EXPECT_THAT(shape(), IsEmpty());
}

std::vector<ImportedComment> old_comments() {
    ImportedComment child{.key = "2",
                          .parent_key = "1",
                          .thread = page,
                          .name = "作者",
                          .email = "",
                          .website = "",
                          .face = "",
                          .body = "谢谢",
                          .created_ms = start - 500,
                          .is_author = true};
    ImportedComment parent{.key = "1",
                           .parent_key = {},
                           .thread = page,
                           .name = "读者",
                           .email = "",
                           .website = "javascript:x",
                           .face = "/faces/1.png",
                           .body = "好文",
                           .created_ms = start - 1000,
                           .likes = 18,
                           .featured = 1};
    ImportedComment orphan{.key = "3",
                           .parent_key = "99",
                           .thread = "/other/",
                           .name = "?",
                           .email = "",
                           .website = "",
                           .face = "",
                           .body = "?",
                           .created_ms = start};
    return {child, parent, orphan};
}

TEST_P(ArrivalsTest, AnImportIsTriedMadeOnceAndUndone) {
    auto dry = import_batch(*database_, rules_, "disqus", old_comments(), ImportRun::Dry, now_);
    ASSERT_TRUE(dry) << dry.error().message;
    EXPECT_EQ(dry->added, 3);
    EXPECT_EQ(dry->orphans, 1);
    EXPECT_EQ(dry->batch, 0);
    EXPECT_THAT(thread().comments, IsEmpty());
    auto real = import_batch(*database_, rules_, "disqus", old_comments(), ImportRun::Real, now_);
    ASSERT_TRUE(real);
    EXPECT_EQ(real->added, 3);
    EXPECT_EQ(real->threads, 2);
    EXPECT_THAT(shape(), ElementsAre("<p>好文</p>", "-<p>谢谢</p>"));
    const Thread read = thread();
    EXPECT_EQ(read.comments[0].likes, 18);
    EXPECT_EQ(read.comments[0].created_ms, start - 1000);
    EXPECT_EQ(read.comments[0].person.face, "/faces/1.png");
    EXPECT_EQ(read.comments[0].person.website, "");
    EXPECT_EQ(read.comments[1].person.role, Role::Author);
    EXPECT_THAT(read.featured, ElementsAre(0));
    auto again = import_batch(*database_, rules_, "disqus", old_comments(), ImportRun::Real, now_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->added, 0);
    EXPECT_EQ(again->known, 3);
    EXPECT_EQ(undo_import(*database_, real->batch, now_)->comments, 3);
    EXPECT_FALSE(undo_import(*database_, real->batch, now_));
    EXPECT_THAT(thread().comments, IsEmpty());
    EXPECT_EQ(import_batch(*database_, rules_, "disqus", old_comments(), ImportRun::Real, now_)->added, 3);
}

TEST_P(ArrivalsTest, AnImportUnderOtherKeysBringsNothingTwice) {
    const auto first = import_batch(*database_, rules_, "column", old_comments(), ImportRun::Real, now_);
    ASSERT_TRUE(first);
    std::vector<ImportedComment> renumbered = old_comments();
    for (ImportedComment& comment : renumbered) {
        comment.key += " of another address";
        if (comment.parent_key) *comment.parent_key += " of another address";
    }
    ImportedComment answer = renumbered[0];
    answer.key = "new";
    answer.body = "后来的 later";
    renumbered.push_back(answer);
    ImportedComment twice = answer;
    twice.key = "new too";
    renumbered.push_back(twice);  // in one file it was said twice
    const auto again = import_batch(*database_, rules_, "column", renumbered, ImportRun::Real, now_ + 1);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->known, 3);
    EXPECT_EQ(again->added, 2);
    EXPECT_THAT(shape(), ElementsAre("<p>好文</p>", "-<p>谢谢</p>", "-<p>后来的 later</p>", "-<p>后来的 later</p>"));
}

TEST_P(ArrivalsTest, AnUndoneImportLeavesWhatReadersAnswered) {
    rules_.hold = Hold::None;
    auto real = import_batch(*database_, rules_, "wxr", old_comments(), ImportRun::Real, now_);
    ASSERT_TRUE(real);
    const std::int64_t root = thread().comments[0].id;
    post("later", {.parent = root});
    ASSERT_TRUE(undo_import(*database_, real->batch, now_));
    EXPECT_THAT(shape(), ElementsAre("", "-<p>later</p>"));
    EXPECT_THAT(thread().featured, IsEmpty());
    // An undo is no last word: the same file may come in again, and what was answered keeps its place.
    const auto again = import_batch(*database_, rules_, "wxr", old_comments(), ImportRun::Real, now_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->added, 3);
    EXPECT_THAT(shape(), ElementsAre("", "-<p>later</p>", "<p>好文</p>", "-<p>谢谢</p>"));
    EXPECT_EQ(undo_import(*database_, again->batch, now_)->comments, 3);
    EXPECT_THAT(shape(), ElementsAre("", "-<p>later</p>"));
}

ON_BOTH_STORES(ArrivalsTest);

}  // namespace
}  // namespace byline::conversation
