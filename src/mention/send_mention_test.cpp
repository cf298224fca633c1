#include "mention/send_mention.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "outbound/fake_client.hpp"

namespace byline::mention {
namespace {

using outbound::Answer;

constexpr const char* target = "https://other.example/文章?a=1";
constexpr const char* endpoint = "https://other.example/hook?x=1";

std::map<std::string, outbound::Reply> replies_with(int endpoint_status) {
    std::map<std::string, outbound::Reply> replies;
    replies[target] = Answer{200,
                             "https://other.example/moved/",
                             {{"content-type", "text/html; charset=utf-8"}},
                             "<a href='/hook?x=1' rel='me webmention'>hier</a>"};
    replies[endpoint] = Answer{endpoint_status, endpoint, {}, ""};
    return replies;
}

TEST(SendMention, TellsTheEndpointSourceAndTarget) {
    outbound::FakeClient client;
    client.replies = replies_with(202);
    const SendReport report = send_mention(client, "https://example.org/a&b/", target);
    EXPECT_EQ(report.sent, Sent::Taken);
    EXPECT_EQ(report.endpoint, endpoint);
    ASSERT_EQ(client.asked.size(), 2U);
    EXPECT_EQ(client.asked[1].method, outbound::Method::Post);
    EXPECT_EQ(
        client.asked[1].body,
        "source=https%3A%2F%2Fexample.org%2Fa%26b%2F&target=https%3A%2F%2Fother.example%2F%E6%96%87%E7%AB%A0%3Fa%3D1");
}

TEST(SendMention, TellsLaterFromNever) {
    for (const auto& [status, sent] :
         {std::pair{500, Sent::TryLater}, {429, Sent::TryLater}, {400, Sent::Refused}, {200, Sent::Taken}}) {
        outbound::FakeClient client;
        client.replies = replies_with(status);
        EXPECT_EQ(send_mention(client, "https://example.org/", target).sent, sent) << status;
    }
    outbound::FakeClient client;
    EXPECT_EQ(send_mention(client, "https://example.org/", "https://gone.example/").sent, Sent::TryLater);
    client.replies["https://inside.example/"] = outbound::Obstacle{outbound::ObstacleKind::Refused, {}};
    EXPECT_EQ(send_mention(client, "https://example.org/", "https://inside.example/").sent, Sent::Refused);
    client.replies["https://plain.example/"] =
        Answer{200, "https://plain.example/", {{"content-type", "text/plain"}}, "<a rel=webmention href=/x>"};
    EXPECT_EQ(send_mention(client, "https://example.org/", "https://plain.example/").sent, Sent::NotExpected);
    client.replies["https://plain.example/"] =
        Answer{200, "https://plain.example/", {{"link", "</x>; rel=webmention"}}, ""};
    EXPECT_EQ(send_mention(client, "https://example.org/", "https://plain.example/").endpoint,
              "https://plain.example/x");
}

TEST(SendMention, FindsWhatAPageLinksTo) {
    const auto page = html::read(
        "<a href='/own'>a</a><a href='https://EXAMPLE.org/b'>b</a><a href=' https://other.example/文#c '>c</a>"
        "<a href='https://other.example/文'>again</a><a href='//third.example/d?e'>d</a><a "
        "href='mailto:a@b'>m</a><a>n</a>",
        "page.html", {});
    ASSERT_TRUE(page);
    const std::vector<std::string> expected = {"https://other.example/%E6%96%87", "https://third.example/d?e"};
    EXPECT_EQ(external_links(*page, "https://example.org/a/", 10), expected);
    EXPECT_EQ(external_links(*page, "https://example.org/a/", 1).size(), 1U);
}

}  // namespace
}  // namespace byline::mention
