#include "server/route_table.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/route_dispatcher.hpp"

namespace byline::server {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::time_t now = 1'800'000'000;
constexpr FormTokens::Key test_key{1, 2, 3};

Response told(const Visit& visit) {
    std::string text = visit.request.target.path;
    for (const auto& [name, value] : visit.parameters) text += " " + name + "=" + value;
    text += " " + std::string(visit.form["text"]);
    return http::text_response(200, text);
}

// By a header of the test's own.
Identity identified(const Request& request, std::time_t /*now*/) {
    const std::string who(request.header("Test-Identity"));
    if (who == "reader") return {Credential::Reader, "r", "session-r"};
    if (who == "writer") return {Credential::Writer, "w", "session-w"};
    return {};
}

std::vector<Route> all_kinds() {
    std::vector<Route> routes;
    for (const Effect effect : {Effect::Reads, Effect::Previews, Effect::Writes}) {
        for (const Credential needs : {Credential::Anyone, Credential::Reader, Credential::Writer}) {
            const std::string path = "/" + std::to_string(static_cast<int>(effect)) + "/" +
                                     std::to_string(static_cast<int>(needs)) + "/{id}";
            routes.push_back({effect, path, needs, 100, told});
        }
    }
    return routes;
}

RouteSettings settings() {
    return {{"https://a.example"}, FormTokens(test_key), identified, {}};
}

RouteTable table_of(std::vector<Route> routes) {
    auto table = RouteTable::make(settings(), std::move(routes));
    if (!table) throw std::runtime_error(table.error().message);
    return std::move(*table);
}

Request asked(Method method, std::string path, std::string_view who = "") {
    Request request;
    request.method = method;
    request.target.path = std::move(path);
    if (!who.empty()) request.headers.push_back({"Test-Identity", std::string(who)});
    return request;
}

Request posted(std::string path, std::string_view who, const std::string& token) {
    Request request = asked(Method::Post, std::move(path), who);
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.headers.push_back({"Origin", "https://a.example"});
    request.headers.push_back({"Sec-Fetch-Site", "same-origin"});
    request.body = "text=t&form_token=" + token;
    return request;
}

int status_of(const RouteTable& table, const Request& request) {
    return table.answer(request, {}, http::Transport::Tls, now).status;
}

std::string session_of(std::string_view who) {
    return who.empty() ? "" : who == "reader" ? "session-r" : "session-w";
}

// Every route of the table with every credential: who has less than is needed gets nothing, who has enough gets in.
TEST(RouteTable, HoldsEveryRouteAgainstEveryCredential) {
    const RouteTable table = table_of(all_kinds());
    const std::vector<std::pair<std::string, Credential>> people = {
        {"", Credential::Anyone}, {"reader", Credential::Reader}, {"writer", Credential::Writer}};
    for (const Route& route : table.routes()) {
        const std::string path = route.pattern.substr(0, route.pattern.size() - 4) + "7";
        for (const auto& [who, credential] : people) {
            const bool is_enough = credential >= route.needs;
            const std::string token = table.settings().tokens.issue(session_of(who), now);
            const bool reads = route.effect == Effect::Reads;
            const Request good = reads ? asked(Method::Get, path, who) : posted(path, who, token);
            EXPECT_EQ(status_of(table, good), is_enough ? 200 : 403) << path << who;
            // By the other method there is no such route.
            const Request other = reads ? posted(path, who, token) : asked(Method::Get, path, who);
            EXPECT_EQ(status_of(table, other), 404) << path << who;
            EXPECT_EQ(table.offer(other.method, path).kind, RouteOffer::Kind::WrongMethod);
            if (reads) continue;
            // A page of another site cannot send it, whoever looks at that page.
            Request foreign = posted(path, who, token);
            foreign.headers[who.empty() ? 1 : 2].value = "https://evil.example";
            EXPECT_EQ(status_of(table, foreign), 403) << path << who;
            if (route.effect != Effect::Writes) continue;
            for (const std::string& wrong :
                 {std::string(), std::string("x"), table.settings().tokens.issue("other", now),
                  table.settings().tokens.issue(session_of(who), now - 100'000),
                  table.settings().tokens.issue(session_of(who), now + 100)}) {
                EXPECT_EQ(status_of(table, posted(path, who, wrong)), 403) << path << who << wrong;
            }
        }
    }
}

// What a protocol sends comes from anywhere, and is nobody's: a cookie that came along counts for nothing.
TEST(RouteTable, TakesFromAnywhereWhatAProtocolSends) {
    const auto who = [](const Visit& visit) {
        return http::text_response(200, visit.identity.name + visit.identity.session + std::string(visit.form["text"]));
    };
    const RouteTable table = table_of({{Effect::Receives, "/hook", Credential::Anyone, 100, who}});
    Request foreign = posted("/hook", "writer", "");
    foreign.headers[2].value = "https://evil.example";
    foreign.headers[3].value = "cross-site";
    const Response answer = table.answer(foreign, {}, http::Transport::Tls, now);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "t");
    EXPECT_EQ(table.offer(Method::Get, "/hook").kind, RouteOffer::Kind::WrongMethod);
    EXPECT_FALSE(RouteTable::make(settings(), {{Effect::Receives, "/hook", Credential::Reader, 100, who}}));
}

TEST(RouteTable, KnowsWhereARequestComesFrom) {
    const std::vector<std::string> own = {"https://a.example"};
    const auto of = [&](std::vector<http::Header> headers) {
        Request request;
        request.headers = std::move(headers);
        return origin_of(request, own);
    };
    EXPECT_EQ(of({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://a.example"}}), Origin::Own);
    EXPECT_EQ(of({{"Origin", "https://a.example"}}), Origin::Own);
    EXPECT_EQ(of({{"Sec-Fetch-Site", "same-origin"}}), Origin::Own);
    EXPECT_EQ(of({{"Referer", "https://a.example/articles/"}}), Origin::Own);
    EXPECT_EQ(of({{"Referer", "https://a.example"}}), Origin::Own);
    EXPECT_EQ(of({{"Sec-Fetch-Site", "same-site"}, {"Origin", "https://a.example"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Sec-Fetch-Site", "cross-site"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Sec-Fetch-Site", "none"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Origin", "null"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Origin", "http://a.example"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Origin", "https://a.example.evil.example"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Referer", "https://a.example.evil.example/"}}), Origin::Foreign);
    EXPECT_EQ(of({{"Referer", "https://evil.example/https://a.example/"}}), Origin::Foreign);
    EXPECT_EQ(of({}), Origin::Unsaid);
    // A text browser says nothing: good enough for who has no session that could be used without them.
    const RouteTable table = table_of({{Effect::Writes, "/a", Credential::Anyone, 100, told}});
    const auto unsaid = [&](std::string_view who) {
        Request request = posted("/a", who, table.settings().tokens.issue(session_of(who), now));
        std::erase_if(request.headers, [](const http::Header& header) {
            return header.name == "Origin" || header.name == "Sec-Fetch-Site";
        });
        return status_of(table, request);
    };
    EXPECT_EQ(unsaid(""), 200);
    EXPECT_EQ(unsaid("writer"), 403);
}

TEST(RouteTable, FindsByPattern) {
    const RouteTable table = table_of({{Effect::Reads, "/a", Credential::Anyone, 0, told},
                                       {Effect::Reads, "/a/{id}/edit", Credential::Anyone, 0, told},
                                       {Effect::Reads, "/files/{path...}", Credential::Anyone, 0, told},
                                       {Effect::Writes, "/a/{id}/edit", Credential::Anyone, 77, told}});
    const auto body = [&](std::string path) {
        const Response response = table.answer(asked(Method::Get, std::move(path)), {}, http::Transport::Plain, now);
        return response.status == 200 ? response.body : std::to_string(response.status);
    };
    EXPECT_EQ(body("/a"), "/a ");
    EXPECT_EQ(body("/a/"), "404");
    EXPECT_EQ(body("/a/中/edit"), "/a/中/edit id=中 ");
    EXPECT_EQ(body("/a//edit"), "404");
    EXPECT_EQ(body("/files/x/y.z"), "/files/x/y.z path=x/y.z ");
    EXPECT_EQ(table.offer(Method::Post, "/a/1/edit").body_bytes_max, 77U);
    EXPECT_EQ(table.offer(Method::Delete, "/a/1/edit").kind, RouteOffer::Kind::WrongMethod);
    EXPECT_EQ(table.offer(Method::Get, "/nothing").kind, RouteOffer::Kind::Nothing);
}

TEST(RouteTable, RefusesAListThatMeansTwoThings) {
    const auto fault = [](std::vector<std::string> patterns) {
        std::vector<Route> routes;
        for (std::string& pattern : patterns)
            routes.push_back({Effect::Reads, std::move(pattern), Credential::Anyone, 0, told});
        const auto table = RouteTable::make(settings(), std::move(routes));
        return table ? std::string() : table.error().message;
    };
    EXPECT_EQ(fault({"/a/{x}", "/a/{x}/b", "/b/c", "/b/d"}), "");
    EXPECT_NE(fault({"/a/{x}", "/a/b"}), "");
    EXPECT_NE(fault({"/a/{x...}", "/a/b/c"}), "");
    EXPECT_NE(fault({"a"}), "");
    EXPECT_NE(fault({"/a{x}"}), "");
    EXPECT_NE(fault({"/{x...}/a"}), "");
    EXPECT_FALSE(RouteTable::make(settings(), {{Effect::Reads, "/a", Credential::Anyone, 0, {}}}));
}

TEST(FormTokens, AreGoodForOneBindingAndATime) {
    const FormTokens tokens(test_key, std::chrono::seconds(60));
    const std::string token = tokens.issue("s", now);
    EXPECT_EQ(tokens.check(token, "s", now), TokenState::Good);
    EXPECT_EQ(tokens.check(token, "s", now + 60), TokenState::Good);
    EXPECT_EQ(tokens.check(token, "s", now + 61), TokenState::Expired);
    EXPECT_EQ(tokens.check(token, "s", now - 60), TokenState::Good) << "issued by a clock that is ahead";
    EXPECT_EQ(tokens.check(token, "s", now - 61), TokenState::Expired);
    EXPECT_EQ(tokens.check(token, "t", now), TokenState::Wrong);
    EXPECT_EQ(FormTokens(FormTokens::random_key()).check(token, "s", now), TokenState::Wrong);
    EXPECT_EQ(FormTokens::issued_at(token), now);
    for (std::size_t index = 0; index < token.size(); ++index) {
        std::string changed = token;
        changed[index] = changed[index] == 'A' ? 'B' : 'A';
        EXPECT_EQ(tokens.check(changed, "s", now), TokenState::Wrong) << index;
    }
    EXPECT_EQ(tokens.check(token + "x", "s", now), TokenState::Wrong);
    EXPECT_EQ(tokens.check("", "s", now), TokenState::Wrong);
}

TEST(RouteDispatcher, BoundsWhatWaits) {
    std::promise<void> opened;
    const std::shared_future<void> gate = opened.get_future().share();
    std::atomic<int> running = 0;
    const auto wait = [&](const Visit&) {
        ++running;
        gate.wait();
        return http::text_response(200, "done");
    };
    const auto fail_loudly = [](const Visit&) -> Response { throw std::runtime_error("secret"); };
    DispatcherOptions options;
    options.threads = 1;
    options.waiting_max = 2;
    options.page_lines = "X-Frame: no\r\n";
    RouteDispatcher dispatcher(std::move(options),
                               table_of({{Effect::Reads, "/wait", Credential::Anyone, 0, wait},
                                         {Effect::Reads, "/throw", Credential::Anyone, 0, fail_loudly}}));
    std::mutex mutex;
    std::vector<Response> answers;
    const auto send = [&](std::string path) {
        dispatcher.dispatch(asked(Method::Get, std::move(path)), {}, [&](Response response) {
            const std::lock_guard lock(mutex);
            answers.push_back(std::move(response));
        });
    };
    send("/wait");
    while (running == 0) std::this_thread::yield();
    send("/wait");
    send("/throw");
    send("/wait");
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 503);
    EXPECT_EQ(dispatcher.waiting(), 2U);
    EXPECT_EQ(dispatcher.refused(), 1U);
    opened.set_value();
    dispatcher.stop();
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[1].status, 200);
    EXPECT_EQ(answers[1].headers.back(), (http::Header{"X-Frame", "no"}));
    EXPECT_EQ(answers[3].status, 500);
    EXPECT_EQ(answers[3].body.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace byline::server
