#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "conversation/comment_html.hpp"
#include "conversation/moderation.hpp"
#include "conversation/threads.hpp"
#include "database/store_test.hpp"
#include "mentioning/arrival.hpp"
#include "mentioning/mention_text.hpp"
#include "mentioning/telling.hpp"
#include "outbound/fake_client.hpp"

namespace byline::mentioning {
namespace {

using outbound::Answer;

constexpr std::int64_t moment = 1'800'000'000'000;
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t week = 7 * 24 * 60 * minute;
constexpr const char* source = "https://other.example/note";
constexpr const char* target = "https://example.org/articles/tea/";
constexpr const char* tea = "/articles/tea/";

std::string reply_page(const std::string& text) {
    return "<article class=h-entry><a class='p-author h-card' href='https://ann.example/'>王 Ann</a><a "
           "class=u-in-reply-to href='" +
           std::string(target) + "'>re</a><p class=e-content>" + text + "</p></article>";
}

class Mentioning : public database::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped()) store_.emplace(opened(address_));
    }

    void page_says(const std::string& html, int status = 200, const std::string& type = "text/html; charset=utf-8") {
        client_.replies.insert_or_assign(source, Answer{status, source, {{"content-type", type}}, html});
    }
    Received tell(const std::string& from = source, const std::string& network = "n1", std::int64_t now = moment,
                  const ArrivalLimits& limits = {}) {
        auto received = receive(*store_, {from, target, tea, network}, limits, now);
        EXPECT_TRUE(received) << received.error().message;
        return received ? *received : Received{};
    }
    // What became of it when it was told and looked at now.
    Progress look(std::int64_t now = moment) {
        const Received received = tell(source, "n1", now);
        look_at_all(now + minute);
        return *progress_of(*store_, received.id);
    }
    void look_at_all(std::int64_t now) {
        for (bool goes_on = true; goes_on;) {
            const auto looked = look_at_one(*store_, client_, rules_, now);
            ASSERT_TRUE(looked) << looked.error().message;
            goes_on = *looked;
        }
    }
    std::vector<conversation::QueueEntry> queue() {
        conversation::QueueFilter filter;
        filter.state = std::nullopt;
        return *conversation::read_queue(*store_, filter);
    }
    void publish() {
        ASSERT_TRUE(
            conversation::decide(*store_, {queue().at(0).id}, conversation::State::Published, "author", "", "a", 1));
    }

    std::optional<database::Database> store_;
    outbound::FakeClient client_;
    conversation::Rules rules_;
};

TEST_P(Mentioning, LooksBeforeItBelieves) {
    page_says(reply_page("I *agree* <script>alert(1)</script> see https://spam.example"));
    EXPECT_EQ(*progress_of(*store_, tell().id), Progress::Waiting);
    EXPECT_TRUE(queue().empty());
    EXPECT_EQ(look(), Progress::Taken);
    ASSERT_EQ(queue().size(), 1U);
    EXPECT_EQ(queue()[0].kind, conversation::Kind::Reply);
    EXPECT_EQ(queue()[0].state, conversation::State::Held);
    EXPECT_EQ(queue()[0].name, "王 Ann");
    EXPECT_EQ(queue()[0].website, "https://ann.example/");
    publish();
    const auto thread = conversation::read_thread(*store_, tea);
    ASSERT_EQ(thread->comments.size(), 1U);
    EXPECT_EQ(thread->comments[0].html.string(), "<p>I *agree* see https://spam.example</p>");
    EXPECT_EQ(thread->comments[0].source, source);
}

TEST_P(Mentioning, TakesOnlyPagesThatLinkHere) {
    page_says("<a href='https://example.org/articles/coffee/'>no</a>");
    EXPECT_EQ(look(), Progress::NoLink);
    page_says(std::string("see ") + target, 200, "text/plain");
    EXPECT_EQ(look(moment + minute), Progress::Taken);
    page_says("\xFF\xD8", 200, "image/jpeg");
    EXPECT_EQ(look(moment + 3 * minute), Progress::Unreadable);
    EXPECT_EQ(queue().size(), 1U);
}

TEST_P(Mentioning, FollowsWhatBecomesOfThePage) {
    page_says(reply_page("one"));
    EXPECT_EQ(look(), Progress::Taken);
    publish();
    page_says(reply_page("two"));
    EXPECT_EQ(look(moment + 2 * minute), Progress::Taken);
    ASSERT_EQ(queue().size(), 1U);
    EXPECT_EQ(queue()[0].body, "two");
    EXPECT_EQ(queue()[0].state, conversation::State::Published);
    page_says("gone", 410);
    EXPECT_EQ(look(moment + 5 * minute), Progress::Gone);
    EXPECT_EQ(queue()[0].state, conversation::State::Deleted);
    page_says(reply_page("back"));
    EXPECT_EQ(look(moment + 8 * minute), Progress::Taken);
    EXPECT_EQ(queue()[0].state, conversation::State::Held);
    // What the author took away does not come back by being told again.
    ASSERT_TRUE(conversation::decide(*store_, {queue()[0].id}, conversation::State::Deleted, "author", "", "b", 2));
    EXPECT_EQ(look(moment + 11 * minute), Progress::Taken);
    EXPECT_EQ(queue()[0].state, conversation::State::Deleted);
}

TEST_P(Mentioning, HoldsWhatBecameSpam) {
    rules_.blocked = {"casino"};
    page_says(reply_page("nice"));
    EXPECT_EQ(look(), Progress::Taken);
    publish();
    page_says(reply_page("casino casino"));
    EXPECT_EQ(look(moment + 2 * minute), Progress::Taken);
    EXPECT_EQ(queue()[0].state, conversation::State::Held);
    EXPECT_FALSE(queue()[0].verdict.reasons.empty());
}

TEST_P(Mentioning, TriesAgainLaterAndGivesUp) {
    page_says("busy", 503);
    const std::int64_t id = tell().id;
    std::size_t looks = 0;
    for (auto due = next_arrival(*store_); due && *due && looks < 20; due = next_arrival(*store_)) {
        look_at_all(**due);
        ++looks;
    }
    EXPECT_EQ(client_.asked.size(), 5U);
    EXPECT_EQ(*progress_of(*store_, id), Progress::Unreachable);
    client_.replies.insert_or_assign(source, outbound::Obstacle{outbound::ObstacleKind::Refused, {}});
    EXPECT_EQ(look(moment + week), Progress::Refused);
}

TEST_P(Mentioning, AsksNobodyAgainAndAgain) {
    const std::int64_t first = tell().id;
    EXPECT_EQ(tell().id, first);
    ArrivalLimits limits;
    limits.network_an_hour = 3;
    limits.host_an_hour = 4;
    const auto from = [](int number) { return "https://other.example/" + std::to_string(number); };
    EXPECT_EQ(tell(from(1), "n1", moment, limits).receipt, Receipt::Waits);
    EXPECT_EQ(tell(from(2), "n1", moment, limits).receipt, Receipt::Waits);
    EXPECT_EQ(tell("https://third.example/", "n1", moment, limits).receipt, Receipt::TooMany);
    EXPECT_EQ(tell(from(3), "n2", moment, limits).receipt, Receipt::Waits);
    EXPECT_EQ(tell(from(4), "n3", moment, limits).receipt, Receipt::TooMany);
    EXPECT_EQ(tell(from(4), "n3", moment + 61 * minute, limits).receipt, Receipt::Waits);
    limits.waiting = 5;
    EXPECT_EQ(tell("https://fourth.example/", "n4", moment, limits).receipt, Receipt::TooMany);
}

mention::EntryLinks links_of(const std::vector<std::string>& targets, const std::string& text = "") {
    return {targets, text::digest_of(text + (targets.empty() ? "" : targets[0]))};
}

class Telling : public Mentioning {
  protected:
    std::vector<std::string> tell_all(std::int64_t now) {
        std::vector<std::string> told;
        for (;;) {
            const auto one = tell_one(*store_, client_, "https://example.org", now);
            EXPECT_TRUE(one) << one.error().message;
            if (!one || !*one) return told;
            told.push_back((*one)->link.page + " " + (*one)->link.target + ((*one)->link.is_there ? "" : " gone"));
        }
    }
    void page_takes_mentions(const std::string& url) {
        client_.replies.insert_or_assign(url, Answer{200, url, {{"link", "</hook>; rel=webmention"}}, ""});
        client_.replies.insert_or_assign("https://other.example/hook", Answer{202, "", {}, ""});
    }
    std::int64_t note(const mention::EntryLinks& links, NewPages pages = NewPages::Told) {
        const auto waiting = note_page(*store_, "/树/", links, pages, moment);
        EXPECT_TRUE(waiting) << waiting.error().message;
        return waiting ? *waiting : -1;
    }
};

TEST_P(Telling, HappensOnceAndAgainWhenThePageChanged) {
    page_takes_mentions(source);
    EXPECT_EQ(note(links_of({source})), 1);
    EXPECT_EQ(note(links_of({source})), 0);
    EXPECT_EQ(tell_all(moment), std::vector<std::string>{"/树/ " + std::string(source)});
    EXPECT_EQ(client_.asked.back().body,
              "source=https%3A%2F%2Fexample.org%2F%25E6%25A0%2591%2F&target=https%3A%2F%2Fother.example%2Fnote");
    EXPECT_TRUE(tell_all(moment + week).empty());
    EXPECT_EQ(note(links_of({source}, "another text")), 1);
    EXPECT_EQ(tell_all(moment).size(), 1U);
    // The link goes, and comes back.
    EXPECT_EQ(note(links_of({})), 1);
    EXPECT_EQ(tell_all(moment), std::vector<std::string>{"/树/ " + std::string(source) + " gone"});
    EXPECT_EQ(note(links_of({source})), 1);
    EXPECT_EQ(tell_all(moment).size(), 1U);
    // So does the page.
    EXPECT_EQ(*note_removal(*store_, "/树/", moment), 1);
    EXPECT_EQ(*note_removal(*store_, "/树/", moment), 0);
    EXPECT_EQ(tell_all(moment).size(), 1U);
    EXPECT_TRUE(noted_pages(*store_)->empty());
}

TEST_P(Telling, LeavesOldLinksAlone) {
    page_takes_mentions(source);
    EXPECT_FALSE(*has_begun(*store_));
    EXPECT_EQ(note(links_of({source}), NewPages::Known), 0);
    ASSERT_TRUE(begin_noting(*store_));
    EXPECT_TRUE(*has_begun(*store_));
    EXPECT_TRUE(tell_all(moment).empty());
    EXPECT_EQ(note(links_of({source, "https://third.example/"}, "and one more")), 1);
    EXPECT_EQ(tell_all(moment), std::vector<std::string>{"/树/ https://third.example/"});
    EXPECT_EQ(*tell_known(*store_, moment), 1);
    EXPECT_EQ(tell_all(moment).size(), 1U);
}

TEST_P(Telling, TriesAgainLater) {
    EXPECT_EQ(note(links_of({source})), 1);
    std::size_t tried = 0;
    for (auto due = next_telling(*store_); due && *due && tried < 20; due = next_telling(*store_)) {
        tried += tell_all(**due).size();
    }
    EXPECT_EQ(tried, 6U);
    client_.replies.insert_or_assign(source, Answer{200, source, {}, "takes none"});
    EXPECT_EQ(note(links_of({source}, "again")), 1);
    EXPECT_EQ(tell_all(moment).size(), 1U);
    EXPECT_TRUE(tell_all(moment + week).empty());
}

TEST_P(Telling, IsDoneByOneProcessEach) {
    page_takes_mentions(source);
    auto other = opened(address_);
    EXPECT_EQ(note(links_of({source})), 1);
    EXPECT_EQ(*note_page(other, "/树/", links_of({source}), NewPages::Told, moment), 0);
    EXPECT_EQ(tell_all(moment).size(), 1U);
    const auto second = tell_one(other, client_, "https://example.org", moment);
    ASSERT_TRUE(second);
    EXPECT_FALSE(*second);
}

ON_BOTH_STORES(Mentioning);
ON_BOTH_STORES(Telling);

TEST(LiteralMarkdown, MeansWhatItSays) {
    for (const auto& [text, html] : std::vector<std::pair<std::string, std::string>>{
             {"a *b* _c_ `d` [e](f) <g> &amp; ~~h~~", "<p>a *b* _c_ `d` [e](f) &lt;g&gt; &amp;amp; ~~h~~</p>"},
             {"# a", "<p># a</p>"},
             {"1. a", "<p>1. a</p>"},
             {"2024) b", "<p>2024) b</p>"},
             {"- a\n+ b\n> c", "<p>- a\n+ b\n&gt; c</p>"},
             {"a\n---", "<p>a\n---</p>"},
             {"see https://e.example and www.e.example or a@e.example",
              "<p>see https://e.example and www.e.example or a@e.example</p>"},
             {"中文，**不是**强调。", "<p>中文，**不是**强调。</p>"}}) {
        EXPECT_EQ(conversation::comment_html(literal_markdown(text)).html.string(), html) << literal_markdown(text);
    }
}

}  // namespace
}  // namespace byline::mentioning
