#include "conversation/renaming.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/arrivals.hpp"
#include "conversation/conversation_fixture.hpp"
#include "conversation/likes.hpp"

namespace byline::conversation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RenamingTest : public ConversationFixture {};

constexpr const char* old_page = "/articles/名字/";

TEST_P(RenamingTest, WhatWasSaidFollowsThePage) {
    rules_.hold = Hold::None;
    const Posted here = post("here");
    const Posted there = post("there", {.thread = old_page});
    post("answer", {.parent = there.id, .thread = old_page});
    rules_.hold = Hold::All;
    post("waits", {.thread = old_page});
    const Mention mention{"https://elsewhere.example/p", old_page, Kind::Reply, "Eve", "", "", "nice"};
    const auto mentioned = put_mention(*database_, rules_, mention, now_);
    ASSERT_TRUE(mentioned);
    for (const char* reader : {"a", "b"}) ASSERT_TRUE(like_work(*database_, old_page, reader, Like::Give, now_));
    for (const char* reader : {"b", "c"}) ASSERT_TRUE(like_work(*database_, page, reader, Like::Give, now_));
    EXPECT_THAT(*addresses_in_use(*database_), ElementsAre(page, old_page));

    ASSERT_TRUE(move_conversation(*database_, old_page, page));
    EXPECT_THAT(shape(), ElementsAre("<p>here</p>", "<p>there</p>", "-<p>answer</p>"));
    EXPECT_THAT(thread(old_page).comments, IsEmpty());
    EXPECT_EQ(read_queue(*database_, {.thread = page})->size(), 2U);
    EXPECT_EQ(*likes_of_work(*database_, page), 3);
    EXPECT_THAT(*addresses_in_use(*database_), ElementsAre(page));
    EXPECT_EQ(*like_work(*database_, page, "a", Like::TakeBack, now_), 2);
    EXPECT_EQ(*like_work(*database_, page, "b", Like::TakeBack, now_), 1);
    // Told of again, it is the same one.
    EXPECT_EQ(*put_mention(*database_, rules_, {mention.source, page, Kind::Reply, "Eve", "", "", "nicer"}, now_),
              *mentioned);

    ASSERT_TRUE(move_conversation(*database_, old_page, page));
    ASSERT_TRUE(move_conversation(*database_, page, page));
    EXPECT_EQ(*likes_of_work(*database_, page), 1);
    EXPECT_EQ(thread().comments.size(), 3U);
    EXPECT_EQ(thread().comments[0].id, here.id);
}

ON_BOTH_STORES(RenamingTest);

}  // namespace
}  // namespace byline::conversation
