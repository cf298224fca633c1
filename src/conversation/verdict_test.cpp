#include "conversation/verdict.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/comment_html.hpp"
#include "conversation/form.hpp"
#include "conversation/name_key.hpp"
#include "conversation/network.hpp"

namespace byline::conversation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Circumstances harmless{.form_seconds = 60};

std::vector<std::string> names(const Verdict& verdict) {
    std::vector<std::string> out;
    for (const Reason& reason : verdict.reasons) out.push_back(reason.name);
    return out;
}

TEST(Verdict, SaysWhyWithEachReason) {
    const Rules rules;
    const Said said{"王小明", "", "", "写得真好"};
    EXPECT_THAT(names(judge(rules, said, harmless)), IsEmpty());
    Circumstances bad = harmless;
    bad.is_honeypot_filled = true;
    EXPECT_THAT(names(judge(rules, said, bad)), ElementsAre("honeypot"));
    bad = harmless;
    bad.form_seconds = 1;
    bad.links = 3;
    EXPECT_THAT(names(judge(rules, said, bad)), ElementsAre("too fast", "links"));
    bad = harmless;
    bad.last_minute = 5;
    bad.spam_last_day = 3;
    EXPECT_THAT(names(judge(rules, said, bad)), ElementsAre("many", "bad network"));
    bad = harmless;
    bad.same_text = 1;
    EXPECT_EQ(judge(rules, said, bad).weight(), held_from);
    bad.same_text = 3;
    EXPECT_EQ(judge(rules, said, bad).weight(), spam_from);
}

TEST(Verdict, LooksForBlockedWordsAsWholeOnesInLatinAndAnywhereInChinese) {
    Rules rules;
    rules.blocked = block_list("# names\ncasino\n\n  代开发票 \r\nspam.example\n");
    EXPECT_THAT(rules.blocked, ElementsAre("casino", "代开发票", "spam.example"));
    const auto weight = [&](std::string_view name, std::string_view website, std::string_view body) {
        return judge(rules, {name, "", website, body}, harmless).weight();
    };
    EXPECT_EQ(weight("Ann", "", "the Casino!"), spam_from);
    EXPECT_EQ(weight("Ann", "", "occasionally"), 0);
    EXPECT_EQ(weight("Ann", "", "本公司代开发票请联系"), spam_from);
    EXPECT_EQ(weight("Ann", "https://www.spam.example/x", "hello"), spam_from);
    EXPECT_EQ(weight("Casino", "", "hello"), spam_from);
}

TEST(Verdict, IsReadAsItWasWritten) {
    const Verdict verdict{{{"links", 5, "7 links"}, {"block list", 10, "'a b'"}}};
    EXPECT_EQ(read_verdict(written(verdict)).reasons, verdict.reasons);
    EXPECT_THAT(read_verdict("").reasons, IsEmpty());
    EXPECT_EQ(read_verdict(written({{{"x", 1, "tab\tand\nline"}}})).reasons[0].detail, "tab and line");
}

TEST(FirstState, FollowsRulesStandingAndVerdict) {
    Rules rules;
    const Verdict good;
    const Verdict doubtful{{{"links", 5, ""}}};
    const Verdict bad{{{"honeypot", 10, ""}}};
    const Standing unknown;
    const Standing known{Role::Reader, true, 1};
    EXPECT_EQ(first_state(rules, unknown, good), State::Held);
    EXPECT_EQ(first_state(rules, {Role::Reader, true, 0}, good), State::Held) << "the first is held";
    EXPECT_EQ(first_state(rules, {Role::Reader, false, 9}, good), State::Held) << "anybody could say so";
    EXPECT_EQ(first_state(rules, known, good), State::Published);
    EXPECT_EQ(first_state(rules, known, doubtful), State::Held);
    EXPECT_EQ(first_state(rules, known, bad), State::Spam);
    EXPECT_EQ(first_state(rules, {Role::Author, true, 0}, bad), State::Published);
    rules.hold = Hold::All;
    EXPECT_EQ(first_state(rules, known, good), State::Held);
    rules.hold = Hold::None;
    EXPECT_EQ(first_state(rules, unknown, good), State::Published);
    EXPECT_EQ(first_state(rules, unknown, doubtful), State::Held);
}

TEST(Rules, CloseAndLetEdit) {
    Rules rules;
    EXPECT_FALSE(is_closed(rules, 0, INT64_C(1) << 50));
    rules.close_after_days = 30;
    EXPECT_FALSE(is_closed(rules, 1000, 1000 + INT64_C(30) * 86'400'000));
    EXPECT_TRUE(is_closed(rules, 1000, 1001 + INT64_C(30) * 86'400'000));
    EXPECT_FALSE(is_closed(rules, std::nullopt, INT64_C(1) << 50));
    rules.is_enabled = false;
    EXPECT_TRUE(is_closed(rules, std::nullopt, 0));
    EXPECT_TRUE(may_edit(rules, 0, 15 * 60'000));
    EXPECT_FALSE(may_edit(rules, 0, 15 * 60'000 + 1));
}

TEST(NameKey, IsOneForNamesThatLookAlike) {
    EXPECT_EQ(name_key("Ann Lee"), name_key("ann\u200Blee"));
    EXPECT_EQ(name_key("Ａｎｎ　Ｌｅｅ"), name_key("ANN LEE"));
    EXPECT_EQ(name_key("\u0410nn"), name_key("Ann")) << "a Cyrillic А";
    EXPECT_EQ(name_key("paypal"), name_key("p\u0430yp\u0430l"));
    EXPECT_EQ(name_key("王 小明"), name_key("王小明"));
    EXPECT_EQ(name_key("王小明\u2060"), name_key("王小明"));
    EXPECT_NE(name_key("王小明"), name_key("王小朋"));
    EXPECT_NE(name_key("张三"), name_key("張三"));
    EXPECT_NE(name_key("Ann"), name_key("Anna"));
    EXPECT_EQ(name_key(" \u200B\u202E "), "");
}

TEST(ShownName, IsWithoutWhatIsNotSeen) {
    EXPECT_EQ(shown_name("  王\u3000小明 \n"), "王 小明");
    EXPECT_EQ(shown_name("ev\u202Eil\u0007"), "evil");
    EXPECT_EQ(shown_name("\u200B"), "");
    EXPECT_EQ(normal_email("Ann@EXAMPLE.org"), "Ann@example.org");
    for (const char* bad : {"", "ann", "@example.org", "ann@", "a b@example.org", "ann@localhost", "a@b@example.org",
                            "ann@example.org\r\nBcc: x@example.org", "<ann@example.org>", "ann@.org", "ann@org."})
        EXPECT_EQ(normal_email(bad), "") << bad;
}

TEST(Network, IsAnAddressOrACustomersPrefix) {
    EXPECT_EQ(network_of("203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(network_of("::ffff:203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(network_of("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64");
    EXPECT_EQ(network_of("2001:db8:1:2:bbbb::9"), network_of("2001:0db8:0001:0002::1"));
    EXPECT_NE(network_of("2001:db8:1:3::1"), network_of("2001:db8:1:2::1"));
    EXPECT_EQ(network_of("fe80::1%eth0"), "fe80::/64");
    EXPECT_EQ(network_of("nonsense"), "");
    const auto key = secrets::Key::generate(secrets::system_entropy());
    EXPECT_EQ(reader_digest(key, "203.0.113.7", "Firefox"), reader_digest(key, "::ffff:203.0.113.7", "Firefox"));
    EXPECT_NE(reader_digest(key, "203.0.113.7", "Firefox"), reader_digest(key, "203.0.113.7", "Chromium"));
}

std::string html(std::string_view markdown) {
    return comment_html(markdown).html.string();
}

TEST(CommentHtml, HasWhatAReaderNeeds) {
    EXPECT_EQ(html("你好，**重点。**后面 *and* ~~gone~~ `x<y`"),
              "<p>你好，<strong>重点。</strong>后面 <em>and</em> <del>gone</del> <code>x&lt;y</code></p>");
    EXPECT_EQ(html("> quoted\n\n- a\n- b\n\n3. c"),
              "<blockquote><p>quoted</p></blockquote><ul><li><p>a</p></li><li><p>b</p></li></ul><ol "
              "start=\"3\"><li><p>c</p></li></ol>");
    EXPECT_EQ(html("```cpp\na & b\n```"), "<pre><code>a &amp; b\n</code></pre>");
    const auto linked = comment_html(
        "[a](https://example.org/?q=\"x\") <https://b.example> https://c.example/路 [m](mailto:a@b.example)");
    EXPECT_EQ(linked.links, 4);
    EXPECT_THAT(linked.html.string(),
                HasSubstr("<a href=\"https://example.org/?q=%22x%22\" rel=\"nofollow ugc noopener\">a</a>"));
}

TEST(CommentHtml, LetsNothingElseThrough) {
    for (const char* hostile : {"<script>alert(1)</script>",
                                "<img src=x onerror=alert(1)>",
                                "[x](javascript:alert(1))",
                                "[x](JaVaScRiPt:alert(1))",
                                "![x](https://example.org/track.png)",
                                "<svg/onload=alert(1)>",
                                "[x](data:text/html;base64,xx)",
                                "[x](\x01javascript:alert(1))",
                                "{onclick=alert(1)}",
                                "[x]{onclick=alert(1) style=position:fixed}",
                                "# x {#id .class onclick=alert(1)}",
                                ":::note{onclick=alert(1)}\n<b>x</b>\n:::",
                                "::video{src=x}",
                                ":kbd[x]{onload=y}",
                                "$<img src=x>$",
                                "$$\n</p><script>\n$$",
                                "[[<script>]]",
                                "![[../../etc/passwd]]",
                                "| a | <img> |\n|---|---|\n| b | <script> |",
                                "[^1]\n\n[^1]: <script>",
                                "<a href='x' onclick='y'>z</a>",
                                "[x](https://example.org/\"onmouseover=alert(1))",
                                "<!-- --><iframe>",
                                "<math><mtext></form>",
                                "[x](//example.org)",
                                "[x](vbscript:x)",
                                "> [!NOTE] <img src=x onerror=y>\n> z"}) {
        const std::string out = html(hostile);
        for (std::size_t at = out.find('<'); at != std::string::npos; at = out.find('<', at + 1)) {
            const std::string tag = out.substr(at + 1, out.find('>', at) - at - 1);
            const std::string bare = tag.front() == '/' ? tag.substr(1) : tag.substr(0, tag.find(' '));
            EXPECT_THAT((std::vector<std::string>{"p", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol",
                                                  "li", "br", "hr", "a"}),
                        testing::Contains(bare))
                << hostile << " gives " << out;
            if (tag.starts_with("a ")) {
                EXPECT_TRUE(tag.starts_with("a href=\"https://") && tag.ends_with("\" rel=\"nofollow ugc noopener\""))
                    << tag;
                EXPECT_EQ(std::count(tag.begin(), tag.end(), '"'), 4) << tag;
            }
        }
        EXPECT_FALSE(out.empty()) << hostile << " says nothing";
    }
}

TEST(CommentHtml, TakesWhatIsDeepAndLong) {
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "*a **b ";
    EXPECT_THAT(html(deep), Not(IsEmpty()));
    EXPECT_THAT(html(std::string(20'000, '>')), Not(IsEmpty()));
    EXPECT_THAT(html(std::string(20'000, '[')), Not(IsEmpty()));
}

TEST(FormReading, TellsEveryFault) {
    const Rules rules;
    Form form{.thread = "/articles/dns/",
              .parent = "",
              .name = " 王小明 ",
              .email = "",
              .website = "example.org/我",
              .body = "好\r\n\r\n  ",
              .honeypot = "",
              .token = ""};
    auto reading = read_form(form, rules);
    ASSERT_TRUE(reading.draft);
    EXPECT_EQ(reading.draft->name, "王小明");
    EXPECT_EQ(reading.draft->body, "好");
    EXPECT_EQ(reading.draft->website, "https://example.org/%E6%88%91");
    form.thread = "elsewhere";
    form.parent = "12x";
    form.name = "\u200B";
    form.email = "nobody";
    form.website = "javascript:alert(1)";
    form.body = std::string(20'001, 'x');
    reading = read_form(form, rules);
    EXPECT_FALSE(reading.draft);
    std::vector<std::string> faults;
    for (const FieldFault& fault : reading.faults) faults.push_back(fault.field + " " + fault.code);
    EXPECT_THAT(faults, ElementsAre("form invalid", "parent invalid", "name missing", "email invalid",
                                    "website invalid", "body too long"));
}

TEST(FormToken, IsOfOneThreadAndForAWhile) {
    const Rules rules;
    const auto key = secrets::Key::generate(secrets::system_entropy());
    const std::int64_t now = 1'700'000'000'000;
    const std::string token = form_token(key, "/a/", now, secrets::system_entropy());
    const auto proof = check_form_token(key, "/a/", token, rules, now + 7'900);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->seconds, 7);
    EXPECT_FALSE(check_form_token(key, "/b/", token, rules, now + 7'000));
    const auto ahead = check_form_token(key, "/a/", token, rules, now - 60'000);
    ASSERT_TRUE(ahead) << "made by a process whose clock is ahead";
    EXPECT_EQ(ahead->seconds, 0);
    EXPECT_FALSE(check_form_token(key, "/a/", token, rules, now - 60'001)) << "from the future";
    EXPECT_FALSE(check_form_token(key, "/a/", token, rules, now + 49 * INT64_C(3'600'000)));
    EXPECT_FALSE(check_form_token(key, "/a/", token + "0", rules, now));
    EXPECT_EQ(submission_key(*proof, "x"), submission_key(*proof, "x"));
    EXPECT_NE(submission_key(*proof, "x"), submission_key(*proof, "y"));
    EXPECT_EQ(body_digest("a b\nc"), body_digest("ab c "));
}

}  // namespace
}  // namespace byline::conversation
