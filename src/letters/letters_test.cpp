#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "database/store_test.hpp"
#include "letters/carrier.hpp"
#include "letters/letter_html.hpp"
#include "letters/letter_queue.hpp"

namespace byline::letters {
namespace {

constexpr std::int64_t begin = 1'800'000'000'000;
constexpr std::int64_t second = 1000;
constexpr std::int64_t day = 86'400 * second;

class Letters : public database::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped()) database_.emplace(opened(address_));
    }

    Put put_in(const Letter& letter, std::int64_t now = begin, const Limits& limits = {}) {
        const auto done = database_->write(
            [&](database::Transaction& transaction) { return put(transaction, key_, letter, limits, now); });
        EXPECT_TRUE(done) << done.error().message;
        return done ? *done : Put::Refused;
    }
    Put ask(const std::string& address, const std::string& network = "n1", std::int64_t now = begin) {
        const std::string key = "verify:" + std::to_string(++asked_);
        return put_in({key, Purpose::Verification, {}, address, network, "主题", "正文", "https://e.org/s"}, now);
    }
    Carrier carrier() {
        return {*database_,
                sender_,
                {.from = *mail::Address::parse("site@example.org"), .reply_to = {}, .tell = [this](const Error& error) {
                     told_.push_back(error.message);
                 }}};
    }
    Carried carry(Carrier& carrier, std::int64_t now) {
        const auto done = carrier.carry_one(now);
        EXPECT_TRUE(done) << done.error().message;
        return done ? *done : Carried::Nothing;
    }

    std::optional<database::Database> database_;
    secrets::Key key_ = secrets::Key::generate(secrets::system_entropy());
    mail::FakeSender sender_;
    std::vector<std::string> told_;
    int asked_ = 0;
};

TEST_P(Letters, AreCarriedOnceEach) {
    const Letter letter{"answer:7", Purpose::Answer, {},     "ann@example.org",
                        "",         "Subject",       "Text", "https://e.org/stop/1"};
    EXPECT_EQ(put_in(letter), Put::Waits);
    EXPECT_EQ(put_in(letter), Put::Known);
    Carrier one = carrier();
    Carrier other = carrier();
    EXPECT_EQ(carry(one, begin), Carried::Letter);
    EXPECT_EQ(carry(other, begin), Carried::Nothing);
    EXPECT_EQ(put_in(letter), Put::Known);
    ASSERT_EQ(sender_.sent.size(), 1U);
    EXPECT_EQ(sender_.sent[0].to.mailbox(), "ann@example.org");
    EXPECT_EQ(sender_.sent[0].unsubscribe->text(), "https://e.org/stop/1");
    EXPECT_EQ(sender_.sent[0].text, "Text");
}

// Keeps how often each letter was sent, by many at once.
class CountingSender final : public mail::Sender {
  public:
    [[nodiscard]] mail::SendResult send(const mail::Message& message) override {
        const std::lock_guard lock(mutex);
        ++sent[message.id.text()];
        return {};
    }
    std::mutex mutex;
    std::map<std::string, int> sent;
};

TEST_P(Letters, AreCarriedOnceEachByThreeProcesses) {
    constexpr int letters = 24;
    for (int i = 0; i < letters; ++i) {
        put_in({"answer:" + std::to_string(i), Purpose::Answer, {}, "ann@example.org", "", "s", "t", ""});
    }
    CountingSender sender;
    std::vector<std::thread> processes;
    for (int i = 0; i < 3; ++i) {
        processes.emplace_back([&] {
            auto own = opened(address_);
            Carrier carrier(own, sender,
                            {.from = *mail::Address::parse("site@example.org"), .reply_to = {}, .tell = {}});
            while (*carrier.carry_one(begin) == Carried::Letter) continue;
        });
    }
    for (std::thread& process : processes) process.join();
    EXPECT_EQ(sender.sent.size(), static_cast<std::size_t>(letters));
    for (const auto& [id, times] : sender.sent) EXPECT_EQ(times, 1) << id;
}

TEST_P(Letters, WaitForAServerThatIsAway) {
    ask("ann@example.org");
    ask("bo@example.org", "n2");
    Carrier one = carrier();
    sender_.result = {mail::Delivery::Temporary, 0, system_error("nobody there", "look", {})};
    EXPECT_EQ(carry(one, begin), Carried::PutOff);
    EXPECT_EQ(carry(one, begin), Carried::PutOff);
    EXPECT_EQ(carry(one, begin), Carried::Nothing);
    EXPECT_EQ(told_.size(), 1U);
    EXPECT_EQ(*next_due(*database_), begin + rest_ms(1));
    sender_.result = {};
    Carrier after_restart = carrier();
    EXPECT_EQ(carry(after_restart, begin + second), Carried::Nothing);
    EXPECT_TRUE(hurry(*database_, begin + second));
    EXPECT_EQ(carry(after_restart, begin + second), Carried::Letter);
    EXPECT_EQ(carry(after_restart, begin + rest_ms(1)), Carried::Letter);
    EXPECT_FALSE(*next_due(*database_));
}

TEST_P(Letters, AreGivenUpWhenNobodyEverTakesThem) {
    ask("nobody@example.org");
    ask("later@example.org", "n2");
    Carrier one = carrier();
    sender_.result = {mail::Delivery::Permanent, 550, system_error("no such mailbox", "look", {})};
    EXPECT_EQ(carry(one, begin), Carried::Letter);
    sender_.result = {mail::Delivery::Temporary, 0, system_error("nobody there", "look", {})};
    std::int64_t now = begin;
    while (carry(one, now) != Carried::Letter) now = next_due(*database_)->value_or(now);
    EXPECT_GE(now, begin + 2 * day);
    EXPECT_FALSE(*next_due(*database_));
    const auto failed = failed_letters(*database_, 10);
    ASSERT_TRUE(failed);
    ASSERT_EQ(failed->size(), 2U);
    EXPECT_EQ((*failed)[1].address, "nobody@example.org");
    EXPECT_EQ((*failed)[1].fault, "no such mailbox");
    EXPECT_NE(told_.at(0).find("n…@example.org"), std::string::npos) << told_[0];
}

TEST_P(Letters, StopForWhomTheMailServerRefuses) {
    ask("nobody@example.org");
    put_in({"answer:1", Purpose::Answer, {}, "No.Body+x@example.org", "", "主题", "正文", ""});
    put_in({"answer:2", Purpose::Answer, {}, "ann@example.org", "", "s", "t", ""});
    Carrier one = carrier();
    sender_.result = {mail::Delivery::NoReader, 550, system_error("no such mailbox", "look", {})};
    EXPECT_EQ(carry(one, begin), Carried::Letter);
    sender_.result = {};
    EXPECT_EQ(carry(one, begin), Carried::Letter);
    EXPECT_EQ(carry(one, begin), Carried::Nothing);
    EXPECT_EQ(sender_.sent.back().to.mailbox(), "ann@example.org");
    const Letter later{"answer:3", Purpose::Answer, {}, "nobody@example.org", "", "s", "said later", ""};
    EXPECT_EQ(put_in(later), Put::Refused);
    EXPECT_EQ(ask("nobody@example.org", "n5"), Put::Refused);
    auto failed = failed_letters(*database_, 10);
    ASSERT_TRUE(failed);
    ASSERT_EQ(failed->size(), 2U);
    EXPECT_TRUE((*failed)[0].is_bounced);
    EXPECT_EQ((*failed)[0].subject, "主题");
    EXPECT_EQ(*count_failed_letters(*database_), 2);

    // Dropped, it is out of sight, and still nothing goes there.
    ASSERT_TRUE(drop(*database_, (*failed)[0].id));
    ASSERT_TRUE(drop(*database_, (*failed)[0].id));
    EXPECT_EQ(*count_failed_letters(*database_), 1);
    EXPECT_EQ(put_in({"answer:4", Purpose::Answer, {}, "nobody@example.org", "", "s", "t", ""}), Put::Refused);
    EXPECT_FALSE(*retry(*database_, (*failed)[0].id, begin));

    // Tried again, letters go there as before; what was dropped or never said is not sent.
    const std::int64_t later_ms = begin + 3 * day;
    EXPECT_TRUE(*retry(*database_, (*failed)[1].id, later_ms));
    EXPECT_EQ(*count_failed_letters(*database_), 0);
    EXPECT_EQ(carry(one, later_ms), Carried::Letter);
    EXPECT_EQ(carry(one, later_ms), Carried::Nothing);
    EXPECT_EQ(sender_.sent.back().text, "正文");
    EXPECT_EQ(put_in(later, later_ms), Put::Known);
    EXPECT_EQ(put_in({"answer:5", Purpose::Answer, {}, "nobody@example.org", "", "s", "t", ""}), Put::Waits);
}

TEST(LetterHtml, SaysWhatTheTextSays) {
    const text::SafeHtml html = letter_html(
        "王小明 <b> answered you on “种树”:\n\n> 第一行 & <script>\n> https://evil.example/\n>\n> third\n\nRead it:\n"
        "https://e.org/a?b=1&c=\"2\"\n\nplain\nlines\nhttps://e.org/" +
        std::string(80, 'x') + "\n\n-- \n不再接收：\nhttps://e.org/stop\n");
    const std::string& said = html.string();
    for (const char* part :
         {"<p dir=\"auto\" lang=\"zh\">王小明 &lt;b&gt; answered you on “种树”:</p>",
          "lang=\"zh\">第一行 &amp; &lt;script&gt;<br>\nhttps://evil.example/<br>\n<br>\nthird</blockquote>",
          "<p lang=\"en\"><a href=\"https://e.org/a?b=1&amp;c=&quot;2&quot;\">Read it</a></p>",
          "<p dir=\"auto\" lang=\"en\">plain<br>\nlines</p>", "xxx…</a>",
          "<p lang=\"zh\"><a href=\"https://e.org/stop\">不再接收</a></p>\n</div>"}) {
        EXPECT_NE(said.find(part), std::string::npos) << part << "\nin " << said;
    }
    EXPECT_EQ(said.find("<a href=\"https://evil"), std::string::npos);
    EXPECT_EQ(letter_html("").view().find("<p"), std::string_view::npos);
}

TEST_P(Letters, OfADeadProcessAreTakenOver) {
    ask("ann@example.org");
    const auto lost = claim(*database_, begin);
    ASSERT_TRUE(lost && *lost);
    EXPECT_FALSE(*claim(*database_, begin + claim_ms - 1));
    const auto taken = claim(*database_, begin + claim_ms);
    ASSERT_TRUE(taken && *taken);
    // The first one wakes up late: the letter is the other's now.
    EXPECT_TRUE(put_off(*database_, **lost, "late", begin));
    EXPECT_FALSE(*claim(*database_, begin + claim_ms + 1));
    EXPECT_TRUE(mark_sent(*database_, **taken));
    EXPECT_FALSE(*next_due(*database_));
}

TEST_P(Letters, OfVerificationAreFewForOneAddress) {
    for (const char* address : {"ann@example.org", "ANN@example.org", "a.n.n+x@Example.org"}) {
        EXPECT_EQ(ask(address, "n" + std::to_string(asked_)), Put::Waits) << address;
    }
    EXPECT_EQ(ask("ann+y@example.org", "n9"), Put::TooMany);
    EXPECT_EQ(ask("ann+y@example.org", "n9", begin + day), Put::Waits);
    EXPECT_EQ(ask("no address", "n8"), Put::Refused);
    EXPECT_EQ(ask("a@b.example\r\nBcc: x@example.org", "n8"), Put::Refused);
}

TEST_P(Letters, OfVerificationAreFewFromOneNetwork) {
    const Limits limits;
    for (std::int64_t i = 0; i < limits.network_a_day; ++i) {
        EXPECT_EQ(ask("r" + std::to_string(i) + "@example.org", "n1"), Put::Waits);
    }
    EXPECT_EQ(ask("one-more@example.org", "n1"), Put::TooMany);
    EXPECT_EQ(ask("one-more@example.org", "n2"), Put::Waits);
}

TEST_P(Letters, DoNotComeToWhoRefusesThem) {
    ASSERT_TRUE(database_->write(
        [&](database::Transaction& transaction) { return refuse(transaction, key_, "ann@example.org", begin); }));
    EXPECT_EQ(ask("Ann+again@example.org"), Put::Refused);
    EXPECT_EQ(ask("bo@example.org"), Put::Waits);
    ASSERT_TRUE(
        database_->write([&](database::Transaction& transaction) { return prune(transaction, begin + 181 * day); }));
    EXPECT_EQ(ask("ann@example.org", "n1", begin + 181 * day), Put::Waits);
}

ON_BOTH_STORES(Letters);

}  // namespace
}  // namespace byline::letters
