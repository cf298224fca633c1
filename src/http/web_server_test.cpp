#include "http/web_server.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/fixed_responder.hpp"
#include "http/listener.hpp"
#include "http/test_client.hpp"

namespace byline::http {
namespace {

using std::chrono_literals::operator""ms;

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> request_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/http/requests")) {
        if (entry.path().extension() == ".request") files.push_back(entry.path());
    }
    return files;
}

// A server with what it dispatched; the page is what /page shows.
struct Served {
    explicit Served(WebOptions options = {}, std::shared_ptr<const std::string> page = nullptr) {
        if (options.endpoints.empty()) options.endpoints.push_back({});
        options.stop_grace = 1ms;
        auto started = WebServer::start(options, nullptr,
                                        [this, page] { return std::make_unique<FixedResponder>(dispatched, page); });
        if (!started) throw std::runtime_error(started.error().message);
        server = std::move(*started);
    }
    [[nodiscard]] std::uint16_t port() const { return server->port(0); }

    Dispatched dispatched;
    std::unique_ptr<WebServer> server;
};

bool is_prompt(std::string_view text) {
    return text.starts_with("HTTP/1.1 100 Continue\r\n");
}

// "200 GET /a\n400\nclosed\n": answers with the body of good ones, and whether another request is answered after them.
std::string outcome(std::uint16_t port, const std::string& request) {
    TestClient client(port);
    client.send(request);
    // Whether it is still open is told by one more request, whose answer ends the connection.
    client.send("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    client.stop_sending();
    std::string rest = client.read_to_end();
    std::string told;
    bool is_open = false;
    while (!rest.empty()) {
        const std::size_t end = rest.find("\r\n\r\n");
        if (end == std::string::npos) return told + "no head: " + rest;
        const RawResponse response{rest.substr(0, end + 4), {}};
        rest.erase(0, end + 4);
        if (is_prompt(response.head)) continue;
        const std::size_t length = std::stoul("0" + response.header("Content-Length"));
        const std::string body = rest.substr(0, length);
        rest.erase(0, length);
        is_open = response.status() == 200 && body == "GET /last";
        if (is_open) continue;
        told += std::to_string(response.status()) + (response.status() == 200 ? " " + body : "") + "\n";
    }
    return told + (is_open ? "open\n" : "closed\n");
}

TEST(WebServer, AnswersEachRequestOfTheFolder) {
    const Served served;
    std::size_t files = 0;
    for (const auto& path : request_files()) {
        ++files;
        auto expected = path;
        expected.replace_extension(".expected");
        EXPECT_EQ(outcome(served.port(), bytes_of(path)), bytes_of(expected)) << path;
    }
    EXPECT_GT(files, 90U);
}

// However the bytes are cut into packets, they mean the same.
TEST(WebServer, ReadsTheSameByteByByte) {
    const Served served;
    for (const auto& path : request_files()) {
        const std::string request = bytes_of(path);
        auto expected = path;
        expected.replace_extension(".expected");
        if (request.size() > 300 || bytes_of(expected).find("open") == std::string::npos) continue;
        TestClient client(served.port());
        for (const char& byte : request) client.send({&byte, 1});
        client.send("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        const std::string answers = client.read_to_end();
        EXPECT_TRUE(answers.ends_with("GET /last")) << path << answers;
    }
}

// What is accepted here is accepted by Beast, in the preview's listener, with the same meaning: never the other way
// round.
TEST(WebServer, IsStricterThanBeast) {
    const Served served;
    const auto listener = Listener::start({.body_bytes_max = FixedResponder::body_bytes}, [](const Request& request) {
        const bool is_post = request.method == Method::Post;
        return text_response(200, is_post ? "POST " + request.target.path + " " + request.body
                                          : "GET " + request.target.path +
                                                (request.target.query.empty() ? "" : "?" + request.target.query));
    });
    ASSERT_TRUE(listener);
    std::size_t compared = 0;
    for (const auto& path : request_files()) {
        const std::string request = bytes_of(path);
        const std::string ours = outcome(served.port(), request);
        if (ours.find("open") == std::string::npos || request.find("http://") != std::string::npos) continue;
        ++compared;
        EXPECT_EQ(outcome((*listener)->port(), request), ours) << path;
    }
    EXPECT_GT(compared, 10U);
}

TEST(WebServer, AsksForABodyThatWaits) {
    const Served served;
    TestClient client(served.port());
    client.send("POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_TRUE(is_prompt(client.read_until("\r\n\r\n")));
    client.send("abc");
    EXPECT_EQ(client.read_response().body, "POST /form abc");
}

TEST(WebServer, SlowClientsHoldNobodyUp) {
    const Served served(
        {.endpoints = {}, .connections_of_network_max = 1000, .header_timeout = 100ms, .body_timeout = 100ms});
    std::vector<std::unique_ptr<TestClient>> slow;
    for (int index = 0; index < 100; ++index) {
        slow.push_back(std::make_unique<TestClient>(served.port()));
        slow.back()->send(index % 2 == 0 ? "GET /a HTTP/1.1\r\nHost: a\r\nX"
                                         : "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
    }
    TestClient quick(served.port());
    for (int index = 0; index < 100; ++index) EXPECT_EQ(quick.get("/quick").body, "GET /quick");
    for (const auto& client : slow) EXPECT_EQ(client->read_response().status(), 408);
    EXPECT_EQ(served.server->sums().timeouts, 100U);
}

// A client that never reads holds no thread: the others are answered, and it is left in the end.
TEST(WebServer, ClientsThatDoNotReadAreLeft) {
    const auto page = std::make_shared<const std::string>(std::string(30'000'000, 'x'));
    const Served served({.endpoints = {}, .send_window = 200ms}, page);
    TestClient lazy(served.port());
    lazy.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n");
    TestClient quick(served.port());
    EXPECT_EQ(quick.get("/quick").body, "GET /quick");
    while (served.server->sums().timeouts == 0) EXPECT_EQ(quick.get("/quick").body, "GET /quick");
    EXPECT_LT(lazy.read_to_end().size(), page->size());
}

TEST(WebServer, SendsALongAnswerWhole) {
    const auto page = std::make_shared<const std::string>(std::string(10'000'000, 'x') + "end");
    const Served served({.endpoints = {}, .threads = 2}, page);
    std::vector<std::thread> clients;
    std::atomic<int> whole = 0;
    for (int index = 0; index < 4; ++index) {
        clients.emplace_back([&] {
            TestClient client(served.port());
            client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            const bool is_whole = client.read_response().body == *page;
            if (is_whole && client.read_response().body == "GET /next") ++whole;
        });
    }
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(whole, 4);
}

TEST(WebServer, BoundsConnections) {
    const Served served({.endpoints = {}, .connections_max = 3, .connections_of_network_max = 2});
    TestClient first(served.port());
    TestClient second(served.port());
    EXPECT_EQ(first.get("/a").status(), 200);
    EXPECT_EQ(second.get("/a").status(), 200);
    TestClient third(served.port());
    EXPECT_EQ(third.read_response().status(), 503);
    EXPECT_EQ(served.server->sums().refused_network, 1U);
    const Served behind({.endpoints = {},
                         .connections_max = 3,
                         .connections_of_network_max = 2,
                         .proxies = {*IpNetwork::from_text("127.0.0.0/8")}});
    TestClient a(behind.port());
    TestClient b(behind.port());
    TestClient c(behind.port());
    EXPECT_EQ(c.get("/a").status(), 200);
    TestClient d(behind.port());
    EXPECT_EQ(d.read_response().status(), 503);
    EXPECT_EQ(behind.server->sums().refused_full, 1U);
}

TEST(WebServer, AnswersFromOtherThreadsComeBackInOrder) {
    Served served;
    served.dispatched.holds = true;
    TestClient client(served.port());
    client.send(
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /b "
        "HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "GET /a");
    const auto held = [&] {
        const std::lock_guard lock(served.dispatched.mutex);
        return served.dispatched.held.size();
    };
    while (held() == 0) std::this_thread::yield();
    std::thread([&] { served.dispatched.held[0].second(text_response(201, "made")); }).join();
    EXPECT_EQ(client.read_response().body, "made");
    EXPECT_EQ(client.read_response().body, "GET /b");
    // An answer to one who has left is nobody's.
    {
        TestClient gone(served.port());
        gone.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        while (held() == 1) std::this_thread::yield();
    }
    served.dispatched.held[1].second(text_response(201, "made"));
    EXPECT_EQ(client.get("/c").body, "GET /c");
}

TEST(WebServer, StopsWithoutLosingWhatIsAsked) {
    auto served = std::make_unique<Served>(WebOptions{.endpoints = {}, .threads = 2});
    served->dispatched.holds = true;
    TestClient client(served->port());
    client.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    TestClient idle(served->port());
    EXPECT_EQ(idle.get("/a").status(), 200);
    const auto held = [&] {
        const std::lock_guard lock(served->dispatched.mutex);
        return served->dispatched.held.size();
    };
    while (held() == 0) std::this_thread::yield();
    auto stopped = std::async(std::launch::async, [&] { served->server->stop(); });
    EXPECT_EQ(idle.read_to_end(), "");
    served->dispatched.held[0].second(text_response(200, "done"));
    const RawResponse last = client.read_response();
    EXPECT_EQ(last.body, "done");
    EXPECT_EQ(last.header("Connection"), "close");
    client.stop_sending();
    stopped.get();
}

TEST(WebServer, SaysWhatToDoAboutItsPort) {
    const Served served;
    const auto maker = []() -> std::unique_ptr<Responder> { return nullptr; };
    const auto taken =
        WebServer::start({.endpoints = {{.address = "127.0.0.1", .port = served.port()}}}, nullptr, maker);
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().remedy.find("--port"), std::string::npos);
    const auto nowhere = WebServer::start({.endpoints = {{.address = "nowhere"}}}, nullptr, maker);
    ASSERT_FALSE(nowhere);
    EXPECT_NE(nowhere.error().message.find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace byline::http
