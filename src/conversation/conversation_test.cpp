// What readers and the author do, on both stores.
#include <algorithm>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/conversation_fixture.hpp"
#include "conversation/export.hpp"
#include "conversation/featured_entries.hpp"
#include "conversation/likes.hpp"
#include "conversation/moderation.hpp"
#include "conversation/people.hpp"
#include "conversation/posting.hpp"
#include "conversation/threads.hpp"
#include "database/backup.hpp"
#include "database/store_test.hpp"

namespace byline::conversation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ConversationTest : public ConversationFixture {};

TEST_P(ConversationTest, HoldsTheFirstCommentAndPublishesLaterOnesOfWhoIsVerified) {
    const Posted first = post("第一条", {.email = "ming@example.org"});
    EXPECT_EQ(first.state, State::Held);
    EXPECT_THAT(thread().comments, IsEmpty());
    auto verified = verify(*database_, rules_, first.person, now_);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->person, first.person);
    EXPECT_EQ(verified->published, 0) << "the first one waits for the author";
    publish(first.id);
    EXPECT_EQ(post("第二条", {.signed_in = first.person}).state, State::Published);
    EXPECT_THAT(shape(), ElementsAre("<p>第一条</p>", "<p>第二条</p>"));
    EXPECT_TRUE(thread().comments[1].person.is_verified);
    EXPECT_EQ(thread().published, 2);
}

TEST_P(ConversationTest, AVerifiedNameIsNobodyElses) {
    const Posted first = post("mine", {.name = "Ann Lee", .email = "ann@example.org"});
    ASSERT_TRUE(verify(*database_, rules_, first.person, now_));
    EXPECT_EQ(post("fake", {.name = "\u0410nn\u200B  lee"}).outcome, Outcome::NameTaken);
    EXPECT_EQ(post("other", {.name = "Anna"}).outcome, Outcome::Stored);
    // Two who wait for the same name: the first to follow the link has it.
    const Posted one = post("1", {.name = "Bo", .email = "one@example.org"});
    const Posted two = post("2", {.name = "bo", .email = "two@example.org"});
    EXPECT_NE(one.person, two.person);
    EXPECT_FALSE(verify(*database_, rules_, two.person, now_)->is_name_taken);
    EXPECT_TRUE(verify(*database_, rules_, one.person, now_)->is_name_taken);
}

TEST_P(ConversationTest, ALinkBringsTogetherWhatOnePersonWrote) {
    const Posted first = post("old", {.name = "Ann", .email = "ann@example.org"});
    ASSERT_TRUE(verify(*database_, rules_, first.person, now_));
    publish(first.id);
    // From another machine, under another name, not signed in: held, until the link is followed.
    const Posted later = post("new", {.name = "Annie", .email = "ann@example.org"});
    EXPECT_EQ(later.state, State::Held);
    EXPECT_NE(later.person, first.person);
    auto verified = verify(*database_, rules_, later.person, now_);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->person, first.person);
    EXPECT_EQ(verified->published, 1);
    EXPECT_THAT(shape(), ElementsAre("<p>old</p>", "<p>new</p>"));
}

TEST_P(ConversationTest, TheSameFormTwiceIsOneComment) {
    const Draft draft{page, std::nullopt, "Ann", "", "", "once"};
    const FormProof proof{60, "nonce"};
    auto first = post_comment(*database_, rules_, draft, {"n", {}}, proof, false, start);
    auto again = post_comment(*database_, rules_, draft, {"n", {}}, proof, false, start + 5);
    ASSERT_TRUE(first && again);
    EXPECT_EQ(again->outcome, Outcome::StoredBefore);
    EXPECT_EQ(again->id, first->id);
}

TEST_P(ConversationTest, WhatNobodySeesClosesNoThread) {
    rules_.most_in_thread = 2;
    rules_.most_unpublished_in_thread = 3;
    for (const char* body : {"spam one", "spam two"}) EXPECT_EQ(post(body).state, State::Held);
    const Posted third = post("waits, though two do");
    EXPECT_EQ(third.outcome, Outcome::Stored);
    EXPECT_EQ(post("four").outcome, Outcome::ThreadFull) << "the store does not grow for ever";
    now_ += std::int64_t{31} * 86'400'000;
    publish(third.id);
    const Posted fourth = post("a month later");
    EXPECT_EQ(fourth.outcome, Outcome::Stored);
    publish(fourth.id);
    EXPECT_EQ(post("third on the page").outcome, Outcome::ThreadFull);
    EXPECT_EQ(post("elsewhere", {.thread = "/other/"}).outcome, Outcome::Stored);
}

TEST_P(ConversationTest, AnswersStandBelowAndNotTooDeep) {
    rules_.hold = Hold::None;
    rules_.most_depth = 2;
    const Posted a = post("a");
    const Posted b = post("b", {.parent = a.id});
    const Posted c = post("c", {.parent = b.id});
    post("d", {.parent = c.id});
    post("e");
    post("f", {.parent = a.id});
    EXPECT_THAT(shape(), ElementsAre("<p>a</p>", "-<p>b</p>", "--<p>c</p>", "--<p>d</p>", "-<p>f</p>", "<p>e</p>"));
    EXPECT_EQ(post("x", {.parent = 999}).outcome, Outcome::NoSuchParent);
    EXPECT_EQ(post("x", {.parent = a.id, .thread = "/other/"}).outcome, Outcome::NoSuchParent);
    ASSERT_TRUE(delete_comment(*database_, b.id, "writer", now_));
    EXPECT_THAT(shape(), ElementsAre("<p>a</p>", "-", "--<p>c</p>", "--<p>d</p>", "-<p>f</p>", "<p>e</p>"));
    EXPECT_EQ(thread().comments[1].person.name, "") << "an empty place says nothing";
    ASSERT_TRUE(decide(*database_, {a.id}, State::Rejected, "author", "", "act", now_));
    EXPECT_THAT(shape(), ElementsAre("", "-<p>c</p>", "--<p>d</p>", "<p>e</p>", "<p>f</p>"));
}

TEST_P(ConversationTest, CountsWhatANetworkSends) {
    rules_.hold = Hold::None;
    rules_.most_a_minute = 2;
    const auto quick = [&](const std::string& body, const char* network) {
        now_ -= 61'000;
        return post(body, {.network = network}).state;
    };
    EXPECT_EQ(quick("1", "n"), State::Published);
    EXPECT_EQ(quick("2", "n"), State::Published);
    EXPECT_EQ(quick("3", "n"), State::Held);
    EXPECT_EQ(quick("4", "other"), State::Published);
    EXPECT_EQ(quick("same words", "a"), State::Published);
    EXPECT_EQ(quick("same  words", "b"), State::Held);
    auto queue = read_queue(*database_, {});
    ASSERT_TRUE(queue);
    ASSERT_EQ(queue->size(), 2U);
    EXPECT_EQ(queue->at(0).verdict.reasons.at(0).name, "repeated");
    EXPECT_EQ(queue->at(1).verdict.reasons.at(0).name, "many");
}

TEST_P(ConversationTest, MayBeEditedForAWhileAndJudgedAnew) {
    rules_.hold = Hold::None;
    const Posted posted = post("first");
    EXPECT_EQ(edit_comment(*database_, rules_, posted.id, "*second*", now_ + 1000)->state, State::Published);
    EXPECT_THAT(shape(), ElementsAre("<p><em>second</em></p>"));
    EXPECT_TRUE(thread().comments[0].edited_ms);
    std::string links;
    for (int i = 0; i < 20; ++i) links += " https://example.org/" + std::to_string(i);
    EXPECT_EQ(edit_comment(*database_, rules_, posted.id, links, now_ + 2000)->state, State::Spam);
    EXPECT_THAT(shape(), IsEmpty());
    EXPECT_EQ(edit_comment(*database_, rules_, posted.id, "sorry", now_ + 3000)->outcome, Outcome::TooLate);
    const Posted old = post("old");
    EXPECT_EQ(edit_comment(*database_, rules_, old.id, "x", now_ + 16 * 60'000)->outcome, Outcome::TooLate);
    const auto key = secrets::Key::generate(secrets::system_entropy());
    EXPECT_TRUE(is_edit_token(key, old.id, edit_token(key, old.id)));
    EXPECT_FALSE(is_edit_token(key, posted.id, edit_token(key, old.id)));
}

TEST_P(ConversationTest, DecisionsOnManyAreLoggedAndUndone) {
    std::vector<std::int64_t> ids;
    for (const char* body : {"a", "b", "c"}) ids.push_back(post(body).id);
    auto decided = decide(*database_, ids, State::Published, "author", "fine", "act1", now_);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->changed, ids);
    EXPECT_THAT(decide(*database_, ids, State::Published, "author", "", "act2", now_)->changed, IsEmpty());
    ASSERT_TRUE(decide(*database_, {ids[1]}, State::Spam, "author", "second thought", "act3", now_));
    auto undone = undo(*database_, "act1", "author", "act4", now_);
    ASSERT_TRUE(undone);
    EXPECT_THAT(undone->changed, ElementsAre(ids[0], ids[2])) << "what was decided since stays";
    auto log = decisions_on(*database_, ids[0]);
    ASSERT_TRUE(log);
    ASSERT_EQ(log->size(), 2U);
    EXPECT_EQ(log->at(0).reason, "fine");
    EXPECT_EQ(log->at(1).after, State::Held);
    std::vector<std::string> counts;
    const auto states = count_states(*database_);
    ASSERT_TRUE(states);
    for (const StateCount& count : *states)
        counts.push_back(std::string(name_of(count.state)) + " " + std::to_string(count.comments));
    EXPECT_THAT(counts, ElementsAre("held 2", "spam 1"));
}

TEST_P(ConversationTest, TheQueueIsFilteredAndPaged) {
    for (int i = 0; i < 5; ++i) post("comment " + std::to_string(i), {.thread = i % 2 == 0 ? page : "/other/"});
    EXPECT_EQ(read_queue(*database_, {.thread = page})->size(), 3U);
    EXPECT_EQ(read_queue(*database_, {.state = State::Spam})->size(), 0U);
    EXPECT_EQ(read_queue(*database_, {.kind = Kind::Mention})->size(), 0U);
    auto first = read_queue(*database_, {.state = std::nullopt, .most = 3});
    ASSERT_EQ(first->size(), 3U);
    auto rest = read_queue(*database_, {.state = std::nullopt, .before = first->back().id, .most = 3});
    ASSERT_EQ(rest->size(), 2U);
    EXPECT_EQ(rest->back().body, "comment 0");
    EXPECT_EQ(read_queue(*database_, {.person = rest->back().person})->size(), 5U);
    EXPECT_EQ(read_queue(*database_, {.person = 999})->size(), 0U);
}

TEST_P(ConversationTest, FeaturedOnesStandInTheAuthorsOrder) {
    rules_.hold = Hold::None;
    const Posted a = post("a");
    post("b");
    const Posted c = post("c");
    ASSERT_TRUE(feature(*database_, a.id, 2, ""));
    ASSERT_TRUE(feature(*database_, c.id, 1, "说到点子上了"));
    const Thread read = thread();
    EXPECT_THAT(read.featured, ElementsAre(2, 0));
    EXPECT_EQ(read.comments[2].featured_note, "说到点子上了");
    ASSERT_TRUE(feature(*database_, c.id, std::nullopt, "x"));
    EXPECT_THAT(thread().featured, ElementsAre(0));
    const Posted held = (rules_.hold = Hold::All, post("held"));
    EXPECT_FALSE(feature(*database_, held.id, 1, ""));
}

TEST_P(ConversationTest, ALikeCountsOnceAndCanBeTakenBack) {
    rules_.hold = Hold::None;
    const Posted posted = post("a");
    const auto like = [&](const char* reader, Like what) {
        return *like_comment(*database_, posted.id, reader, what, now_);
    };
    EXPECT_EQ(like("r1", Like::Give), 1);
    EXPECT_EQ(like("r1", Like::Give), 1);
    EXPECT_EQ(like("r2", Like::Give), 2);
    EXPECT_EQ(like("r1", Like::TakeBack), 1);
    EXPECT_EQ(like("r1", Like::TakeBack), 1);
    EXPECT_EQ(thread().comments[0].likes, 1);
    EXPECT_FALSE(like_comment(*database_, 999, "r", Like::Give, now_));
    EXPECT_EQ(*like_work(*database_, page, "r1", Like::TakeBack, now_), 0);
    EXPECT_EQ(*like_work(*database_, page, "r1", Like::Give, now_), 1);
    EXPECT_EQ(*like_work(*database_, page, "r2", Like::Give, now_), 2);
    EXPECT_EQ(*likes_of_work(*database_, page), 2);
    EXPECT_EQ(*likes_of_work(*database_, "/none/"), 0);
    EXPECT_EQ(likes_of_works(*database_)->size(), 1U);
}

TEST_P(ConversationTest, TheAuthorAnswersWithABadge) {
    auto author = author_person(*database_, "陈述", "https://example.org", now_);
    ASSERT_TRUE(author);
    EXPECT_EQ(*author_person(*database_, "陈述", "", now_), *author);
    EXPECT_EQ(post("fake", {.name = "陈 述"}).outcome, Outcome::NameTaken);
    EXPECT_EQ(post("谢谢", {.signed_in = *author}).state, State::Published);
    EXPECT_EQ(thread().comments[0].person.role, Role::Author);
}

TEST_P(ConversationTest, LinksAreForOnePersonOnePurposeAndAWhile) {
    auto key = site_key(*database_, secrets::system_entropy());
    ASSERT_TRUE(key);
    EXPECT_EQ(site_key(*database_, secrets::system_entropy())->hex(), key->hex());
    const std::string link = sign_link(*key, LinkPurpose::Verify, 12, start);
    EXPECT_EQ(open_link(*key, LinkPurpose::Verify, link, start), 12);
    EXPECT_FALSE(open_link(*key, LinkPurpose::Verify, link, start + 1));
    EXPECT_FALSE(open_link(*key, LinkPurpose::Mine, link, start));
    EXPECT_FALSE(open_link(*key, LinkPurpose::Verify, "13" + link.substr(2), start));
    EXPECT_EQ(open_link(*key, LinkPurpose::Stop, sign_link(*key, LinkPurpose::Stop, 7, 0), start), 7);
}

TEST_P(ConversationTest, WhatIsTheirsIsExportedAndErased) {
    rules_.hold = Hold::None;
    const Posted mine = post("机密 \"text\"", {.name = "Ann", .email = "ann@example.org"});
    post("answer", {.name = "Bo", .parent = mine.id});
    auto exported = export_person(*database_, mine.person);
    ASSERT_TRUE(exported);
    EXPECT_THAT(*exported, HasSubstr("机密 \\\"text\\\""));
    EXPECT_THAT(*exported, HasSubstr("ann@example.org"));
    ASSERT_TRUE(erase_person(*database_, mine.person, now_));
    EXPECT_THAT(shape(), ElementsAre("", "-<p>answer</p>"));
    const std::string file = folder_.file("backup");
    ASSERT_TRUE(database::back_up(*database_, file, 0));
    std::ifstream stream(file);
    const std::string all((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    EXPECT_THAT(all, Not(HasSubstr("ann@example.org")));
    EXPECT_THAT(all, Not(HasSubstr("机密")));
    EXPECT_THAT(all, HasSubstr("answer"));
}

TEST_P(ConversationTest, PeopleAreListedWithWhatTheyWrote) {
    post("a", {.name = "Ann"});
    publish(post("b", {.name = "Ann", .thread = "/other/"}).id);
    post("c", {.name = "Bo"});
    auto people = read_people(*database_, INT64_MAX, 10);
    ASSERT_TRUE(people);
    ASSERT_EQ(people->size(), 2U);
    EXPECT_EQ(people->at(1).name, "Ann");
    EXPECT_EQ(people->at(1).comments, 2);
    EXPECT_EQ(people->at(1).published, 1);
    EXPECT_EQ(people->at(1).threads, 2);
    EXPECT_EQ(threads_of(*database_, people->at(1).id)->size(), 2U);
    EXPECT_EQ((*read_person(*database_, people->at(0).id))->name, "Bo");
    EXPECT_FALSE(*read_person(*database_, 999));
}

TEST_P(ConversationTest, ABuildReadsTheSameThreadsEachTime) {
    rules_.hold = Hold::None;
    post("b", {.thread = "/b/"});
    post("a", {.thread = "/a/"});
    auto threads = published_threads(*database_);
    ASSERT_TRUE(threads);
    ASSERT_EQ(threads->size(), 2U);
    EXPECT_EQ(threads->at(0).address, "/a/");
    rules_.hold = Hold::All;
    post("held", {.thread = "/c/"});
    EXPECT_EQ(published_threads(*database_)->size(), 2U);
}

TEST_P(ConversationTest, ABuildReadsWhatIsFeaturedWithItsCounts) {
    rules_.hold = Hold::None;
    const Posted first = post("我先说 *first* <b>\n\n\"two\"", {.name = "王小明"});
    const Posted second = post("second");
    post("an answer", {.parent = first.id});
    rules_.hold = Hold::All;
    post("held, so it does not count", {.parent = first.id});
    rules_.hold = Hold::None;
    const Posted elsewhere = post("elsewhere", {.thread = "/a/"});
    EXPECT_TRUE(read_featured_entries(*database_)->empty());
    for (const Posted& one : {second, first, elsewhere}) ASSERT_TRUE(feature_last(*database_, one.id));
    const auto entries = read_featured_entries(*database_);
    ASSERT_TRUE(entries) << entries.error().message;
    std::vector<std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t>> found;
    for (const FeaturedEntry& entry : *entries)
        found.emplace_back(entry.thread, entry.thread_size, entry.comment.id, entry.answers);
    EXPECT_THAT(found, ElementsAre(std::tuple("/a/", 1, elsewhere.id, 0), std::tuple(page, 3, second.id, 0),
                                   std::tuple(page, 3, first.id, 1)));
    // A file of it says the same, and so does the thread that is served.
    const std::string lines = featured_lines(*entries);
    const auto parsed = parse_featured_entries(lines, "f.jsonl");
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(featured_lines(*parsed), lines);
    EXPECT_EQ(parsed->at(2).comment.html, entries->at(2).comment.html);
    const Thread served = thread();
    EXPECT_EQ(served.comments.at(served.featured.at(1)).html, entries->at(2).comment.html);
    EXPECT_EQ(served.published, 3);
    const auto wrong = parse_featured_entries("\n{\"page\":\"a\",\"id\":1}\n", "f.jsonl");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().place.line, 2U);
    EXPECT_FALSE(parse_featured_entries("{\"page\":", "f.jsonl"));
}

TEST_P(ConversationTest, IsExportedAsLinesOfJson) {
    const Posted held = post("机密\n\"x\"", {.email = "ann@example.org"});
    post("answer");
    ASSERT_TRUE(like_work(*database_, page, "r", Like::Give, now_));
    auto exported = export_conversation(*database_);
    ASSERT_TRUE(exported) << exported.error().message;
    EXPECT_EQ(std::count(exported->comments.begin(), exported->comments.end(), '\n'), 2);
    EXPECT_THAT(exported->comments, HasSubstr("{\"id\":" + std::to_string(held.id) + ",\"page\":\"/articles/dns/\""));
    EXPECT_THAT(exported->comments, HasSubstr("机密\\n\\\"x\\\""));
    EXPECT_THAT(exported->comments, HasSubstr("\"email\":\"ann@example.org\""));
    EXPECT_EQ(exported->likes, "{\"page\":\"/articles/dns/\",\"likes\":1}\n");
}

TEST_P(ConversationTest, ManyWritersAtOnceLoseNothing) {
    rules_.hold = Hold::None;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 8; ++writer) {
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 15; ++i) {
                const std::string key = std::to_string(writer) + "." + std::to_string(i);
                const Draft draft{page, std::nullopt, "w" + std::to_string(writer), "", "", key};
                auto posted = post_comment(*database_, rules_, draft, {"n" + key, {}}, {60, key}, false, start);
                EXPECT_TRUE(posted) << posted.error().message;
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(thread().comments.size(), 120U);
    EXPECT_EQ(read_people(*database_, INT64_MAX, 100)->size(), 8U);
}

ON_BOTH_STORES(ConversationTest);

}  // namespace
}  // namespace byline::conversation
