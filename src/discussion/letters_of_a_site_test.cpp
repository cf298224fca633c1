#include <string>

#include <gtest/gtest.h>

#include "conversation/moderation.hpp"
#include "conversation/people.hpp"
#include "conversation/posting.hpp"
#include "discussion/letter_text.hpp"
#include "discussion/served_site.hpp"

namespace byline::discussion {
namespace {

// Later than anything else of these tests, so that no limit of a minute is met.
const std::int64_t soon = std::time(nullptr) * 1000 + 60'000;

class LettersOfASite : public database::StoreTest {
  protected:
    [[nodiscard]] DiscussionOptions options(const std::string& author = "") const {
        DiscussionOptions options;
        options.database = address_;
        options.mail = MailOptions{.sender = box_, .from = *mail::Address::parse("site@example.org", "Lin")};
        options.mail->author_address = author;
        return options;
    }
    void publish(std::int64_t comment) {
        auto database = opened(address_);
        ASSERT_TRUE(conversation::decide(database, {comment}, conversation::State::Published, "author", "",
                                         "a" + std::to_string(comment), 1));
    }
    // By the link of the letter that came.
    std::string verify(ServedSite& site, const std::string& mailbox) {
        const mail::Message letter = box_->take(mailbox);
        const std::string link = ServedSite::link_in(letter.text, "verify/");
        EXPECT_EQ(site.get(link).status, 200) << letter.text;
        const http::Response done = site.post(link, {{"choice", "yes"}});
        EXPECT_EQ(done.status, 200);
        return done.body;
    }

    std::shared_ptr<LetterBox> box_ = std::make_shared<LetterBox>();  // shared: with the options
};

TEST_P(LettersOfASite, FromTheFirstCommentToTheLastAnswer) {
    ServedSite site(options("lin@example.org"));
    const std::int64_t first = site.comment("王小明", "ming@example.org", "第一条");
    EXPECT_NE(box_->take("lin@example.org").text.find("> 第一条"), std::string::npos);
    verify(site, "ming@example.org");
    publish(first);
    site.network = "192.0.2.2";
    const std::int64_t answer =
        site.comment("Ada\r\nBcc: all@example.org", "", "An *answer*\n\nof two \x1B[31mlines", std::to_string(first));
    publish(answer);
    const mail::Message told = box_->take("ming@example.org");
    EXPECT_EQ(told.subject, "Ada Bcc: all@example.org回复了你：种 & 树");
    EXPECT_NE(told.text.find("> An *answer*\n> \n> of two [31mlines"), std::string::npos) << told.text;
    EXPECT_NE(told.text.find("https://example.org/articles/%E6%A0%91/#comment." + std::to_string(answer)),
              std::string::npos)
        << told.text;
    ASSERT_TRUE(told.unsubscribe);

    // By the same letter: what is theirs, to take along.
    const std::string mine = ServedSite::link_in(told.text, "mine/");
    const std::string whole = mine.substr(0, mine.find('?')) + "/data.json";
    EXPECT_NE(site.get(whole).body.find("第一条"), std::string::npos);

    // Ended and ordered there as well.
    const std::string letters = mine.substr(0, mine.find('?')) + "/letters";
    EXPECT_NE(site.get(mine).body.find("name=\"letters\" value=\"no\""), std::string::npos);
    EXPECT_NE(site.post(letters, {{"letters", "no"}}).body.find("name=\"letters\" value=\"yes\""), std::string::npos);
    EXPECT_NE(site.post(letters, {{"letters", "yes"}}).body.find("name=\"letters\" value=\"no\""), std::string::npos);
    EXPECT_NE(site.get(mine).body.find("/letters?language=zh\""), std::string::npos);

    // One click in a mail program: no page, no token, no cookie.
    const std::string stop = ServedSite::link_in("\n" + told.unsubscribe->text() + "\n", "stop/");
    EXPECT_EQ(site.get(stop).status, 200);
    EXPECT_EQ(site.send(stop, {{"List-Unsubscribe", "One-Click"}}, "https://mail.example").status, 200);
    publish(site.comment("Ada", "", "nobody hears", std::to_string(first)));
    site.network = "192.0.2.3";
    const std::int64_t second = site.comment("Bo", "bo@example.org", "b");
    verify(site, "bo@example.org");
    publish(second);
    site.network = "192.0.2.4";
    publish(site.comment("Eve", "", "an answer to Bo", std::to_string(second)));
    EXPECT_NE(box_->take("bo@example.org").subject.find("Eve"), std::string::npos);
    EXPECT_EQ(box_->count("ming@example.org"), 0U);
}

// However long two talk, each hears of the other's answers, and not of their own.
TEST_P(LettersOfASite, GoOnInALongTalk) {
    conversation::Rules rules;
    rules.hold = conversation::Hold::None;
    DiscussionOptions open = options();
    open.rules = rules;
    ServedSite site(std::move(open));
    site.comment("Ann", "ann@example.org", "0");
    verify(site, "ann@example.org");
    site.network = "192.0.2.2";
    site.comment("Bo", "bo@example.org", "a word of Bo's");
    verify(site, "bo@example.org");
    auto database = opened(address_);
    std::int64_t last = 1;
    for (int turn = 1; turn <= 8; ++turn) {
        const bool is_ann = turn % 2 == 0;
        const conversation::Draft draft{page_address, last, is_ann ? "Ann" : "Bo", "", "", std::to_string(turn)};
        const auto posted = conversation::post_comment(database, rules, draft, {"n", is_ann ? 1 : 2},
                                                       {60, std::to_string(turn)}, false, turn * 1'000'000LL + soon);
        ASSERT_TRUE(posted && posted->outcome == conversation::Outcome::Stored);
        last = posted->id;
        const mail::Message told = box_->take(is_ann ? "bo@example.org" : "ann@example.org");
        EXPECT_NE(told.text.find("> " + std::to_string(turn) + "\n"), std::string::npos) << told.text;
    }
}

TEST_P(LettersOfASite, WaitUntilTheServerIsBack) {
    box_->set_away(true);
    {
        ServedSite site(options());
        site.comment("Ada", "ada@example.org", "one");
    }
    box_->set_away(false);
    ServedSite again(options());
    EXPECT_NE(ServedSite::link_in(box_->take("ada@example.org").text, "verify/"), "");
}

TEST_P(LettersOfASite, KeepAVerifiedNameForWhomItBelongsTo) {
    ServedSite site(options());
    site.comment("王小明", "ming@example.org", "mine");
    EXPECT_NE(verify(site, "ming@example.org").find("mine/"), std::string::npos);
    site.network = "192.0.2.9";
    std::map<std::string, std::string> fields{{"page", page_address}, {"name", "王小明"}, {"body", "not mine"}};
    fields["age"] = ServedSite::field_of(site.post("/conversation/preview", fields).body, "age");
    const http::Response taken = site.post("/conversation/send", fields);
    EXPECT_EQ(taken.status, 422);
    EXPECT_NE(taken.body.find("已属于一位验证过邮箱的读者"), std::string::npos);
    EXPECT_EQ(box_->count("ming@example.org"), 0U);
}

TEST_P(LettersOfASite, ComeNoMoreToWhoNeverWroteHere) {
    ServedSite site(options());
    site.comment("Troll", "victim@example.org", "one");
    const mail::Message letter = box_->take("victim@example.org");
    EXPECT_EQ(letter.text.find("Troll"), std::string::npos);
    const std::string stop = ServedSite::link_in(letter.text, "stop/");
    EXPECT_EQ(site.send(stop, {}, "https://mail.example").status, 200);
    site.network = "192.0.2.77";
    site.comment("Troll 2", "Victim+more@example.org", "two");
    site.comment("Ada", "ada@example.org", "three");
    EXPECT_NE(box_->take("ada@example.org").text, "");
    EXPECT_EQ(box_->count("Victim+more@example.org"), 0U);
}

ON_BOTH_STORES(LettersOfASite);

TEST(LetterText, FillsHolesOnce) {
    EXPECT_EQ(filled_phrase("{name}回复了你：{title}{x}", {{"name", "{title}"}, {"title", "T"}}),
              "{title}回复了你：T{x}");
    EXPECT_EQ(filled_phrase("a { b", {}), "a { b");
}

TEST(LetterText, TakesControlsOutOfWhatOthersWrote) {
    EXPECT_EQ(quotable("a\x1B[2J\u202Eb\r\nc\td", 100), "a[2Jb\nc d");
    EXPECT_EQ(quotable("中文中文", 4), "中文…");
    EXPECT_EQ(quoted_lines("a\n\nb"), "> a\n> \n> b\n");
    EXPECT_EQ(page_title("<head><title>A &amp; B &lt;c&gt;</title>"), "A & B <c>");
}

}  // namespace
}  // namespace byline::discussion
