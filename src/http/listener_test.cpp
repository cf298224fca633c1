#include "http/listener.hpp"

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/event_stream.hpp"
#include "http/test_client.hpp"

namespace byline::http {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

std::unique_ptr<Listener> start_listener(Handler handler, ListenerOptions options = {}) {
    auto listener = Listener::start(std::move(options), std::move(handler));
    if (!listener) throw std::runtime_error(listener.error().message);
    return std::move(listener).value();
}

Response echo(const Request& request) {
    return text_response(200, request.target.path + "?" + request.target.query + "|" + request.body);
}

std::string get_line(std::string_view path) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

TEST(Listener, AnswersManyRequestsOnOneConnection) {
    const auto listener = start_listener(echo, {.clock = [] { return std::time_t{784111777}; }});
    TestClient client(listener->port());
    for (const std::string path : {"/a", "/b", "/%E4%B8%AD"}) {
        const RawResponse response = client.get(path + "?q=1");
        EXPECT_EQ(response.status(), 200);
        EXPECT_EQ(response.header("Connection"), "");
        EXPECT_EQ(response.header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
    EXPECT_EQ(client.get("/%E4%B8%AD?q").body, "/中?q|");
}

TEST(Listener, AnswersPipelinedRequestsInOrder) {
    const auto listener = start_listener(echo);
    TestClient client(listener->port());
    std::string requests;
    for (int number = 0; number < 100; ++number) requests += get_line("/" + std::to_string(number));
    client.send(requests);
    for (int number = 0; number < 100; ++number) {
        EXPECT_EQ(client.read_response().body, "/" + std::to_string(number) + "?|");
    }
}

TEST(Listener, GivesTheHandlerTheWholeRequest) {
    Request seen;
    const auto listener = start_listener([&seen](const Request& request) {
        seen = request;
        return text_response(200, "ok");
    });
    TestClient client(listener->port());
    client.send("POST /form HTTP/1.1\r\nHost: localhost\r\nX-Name: 名\r\nContent-Length: 3\r\n\r\na=b");
    EXPECT_EQ(client.read_response().status(), 200);
    EXPECT_EQ(seen.method, Method::Post);
    EXPECT_EQ(seen.body, "a=b");
    EXPECT_EQ(seen.header("x-name"), "名");
    EXPECT_EQ(seen.header("absent"), "");
    EXPECT_EQ(seen.peer, "127.0.0.1");
    client.send("POST /form HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_EQ(client.read_response().status(), 200);
    EXPECT_EQ(seen.body, "abcde");
}

TEST(Listener, HeadHasTheLengthButNoBody) {
    const auto listener = start_listener(echo);
    TestClient client(listener->port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.read_head().header("Content-Length"), "6");
    EXPECT_EQ(client.get("/next").body, "/next?|");  // nothing of a body stood between
}

TEST(Listener, ClosesWhenAskedAndAfterHttp10) {
    const auto listener = start_listener(echo);
    TestClient modern(listener->port());
    modern.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(modern.read_response().header("Connection"), "close");
    EXPECT_EQ(modern.read_to_end(), "");
    TestClient old(listener->port());
    old.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.read_response().body, "/a?|");
    EXPECT_EQ(old.read_to_end(), "");
}

TEST(Listener, SendsOneSharedBodyToManyClients) {
    const auto page = std::make_shared<const std::string>(std::string(3'000'000, 'x'));
    const auto listener = start_listener([&page](const Request&) {
        Response response;
        response.shared_body = page;
        return response;
    });
    std::vector<std::thread> clients;
    std::atomic<int> whole = 0;
    for (int index = 0; index < 8; ++index) {
        clients.emplace_back([&] {
            TestClient client(listener->port());
            for (int round = 0; round < 3; ++round) whole += client.get("/").body == *page ? 1 : 0;
        });
    }
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(whole, 24);
}

TEST(Listener, RefusesWhatIsNoRequest) {
    const auto listener = start_listener(echo, {.header_bytes_max = 2000, .body_bytes_max = 100});
    const auto status_of = [&](const std::string& bytes) {
        TestClient client(listener->port());
        client.send(bytes);
        const RawResponse response = client.read_response();
        EXPECT_EQ(response.header("Connection"), "close") << bytes;
        client.stop_sending();
        EXPECT_EQ(client.read_to_end(), "") << bytes;
        return response.status();
    };
    EXPECT_EQ(status_of("nonsense\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(status_of(get_line("/%zz")), 400);
    EXPECT_EQ(status_of(get_line("/a/../b")), 400);
    EXPECT_EQ(status_of(get_line("/%2e%2e/b")), 400);
    EXPECT_EQ(status_of(get_line("/%00")), 400);
    EXPECT_EQ(status_of(get_line("//evil.example/a")), 400);
    EXPECT_EQ(status_of("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n"), 431);
    EXPECT_EQ(status_of("GET /" + std::string(5000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 431);
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x')), 413);
    EXPECT_EQ(
        status_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFF\r\n" + std::string(4095, 'x')),
        413);
    EXPECT_EQ(
        status_of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        400);
}

TEST(Listener, SurvivesAHandlerThatThrows) {
    const auto listener = start_listener([](const Request& request) {
        if (request.target.path == "/bad") throw std::runtime_error("secret");
        return text_response(200, "good");
    });
    TestClient client(listener->port());
    const RawResponse response = client.get("/bad");
    EXPECT_EQ(response.status(), 500);
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
    EXPECT_EQ(client.get("/good").body, "good");
}

TEST(Listener, InvitesTheBodyThatWaitsToBeInvited) {
    const auto listener = start_listener(echo);
    TestClient client(listener->port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_head().status(), 100);
    client.send("ab");
    EXPECT_EQ(client.read_response().body, "/?|ab");
}

TEST(Listener, LeavesAClientThatNeverFinishesItsRequest) {
    const auto listener = start_listener(echo, {.request_timeout = 20ms});
    TestClient silent(listener->port());
    TestClient slow(listener->port());
    slow.send("GET / HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(silent.read_to_end(), "");
    EXPECT_EQ(slow.read_to_end(), "");
}

TEST(Listener, LeavesAClientThatNeverTakesItsAnswer) {
    const auto body = std::make_shared<const std::string>(std::string(64'000'000, 'x'));
    const auto listener = start_listener(
        [&body](const Request&) {
            Response response;
            response.shared_body = body;
            return response;
        },
        {.response_timeout = 20ms});
    TestClient client(listener->port());
    client.send(get_line("/"));
    client.read_until("\r\n\r\n");
    while (body.use_count() > 1) std::this_thread::yield();  // until the connection lets go of it
    EXPECT_LT(client.read_to_end().size(), body->size());
}

TEST(Listener, TurnsAwayWhoDoesNotFit) {
    const auto listener = start_listener(echo, {.connections_max = 2});
    TestClient first(listener->port());
    TestClient second(listener->port());
    EXPECT_EQ(first.get("/").status(), 200);
    EXPECT_EQ(second.get("/").status(), 200);
    TestClient third(listener->port());
    EXPECT_EQ(third.read_response().status(), 503);
    EXPECT_EQ(third.read_to_end(), "");
    EXPECT_EQ(first.get("/").status(), 200);
}

TEST(Listener, SendsEventsAsTheyComeAndEndsThemWhenItStops) {
    const auto events = std::make_shared<EventStream>();
    events->set_greeting({"hello", "0"});
    const auto listener = start_listener([&events](const Request&) {
        Response response;
        response.events = events;
        return response;
    });
    TestClient first(listener->port());
    TestClient second(listener->port());
    for (TestClient* client : {&first, &second}) {
        client->send(get_line("/events"));
        EXPECT_EQ(client->read_head().header("Content-Type"), "text/event-stream; charset=utf-8");
        EXPECT_EQ(client->read_until("\n\n"), "event: hello\ndata: 0\n\n");
    }
    for (int number = 0; number < 1000; ++number) events->publish({"change", std::to_string(number)});
    for (TestClient* client : {&first, &second}) {
        for (int number = 0; number < 1000; ++number) {
            ASSERT_EQ(client->read_until("\n\n"), "event: change\ndata: " + std::to_string(number) + "\n\n");
        }
    }
    listener->stop();
    EXPECT_EQ(first.read_to_end(), "");
    EXPECT_EQ(events->subscriber_count(), 0U);
    events->publish({"change", "to nobody"});
}

TEST(Listener, BeatsOnAQuietStreamAndNoticesWhoLeft) {
    const auto events = std::make_shared<EventStream>();
    const auto listener = start_listener(
        [&events](const Request&) {
            Response response;
            response.events = events;
            return response;
        },
        {.heartbeat = 1ms});
    {
        TestClient client(listener->port());
        client.send(get_line("/events"));
        client.read_head();
        EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
        EXPECT_EQ(events->subscriber_count(), 1U);
    }
    while (events->subscriber_count() > 0) std::this_thread::yield();
}

TEST(Listener, CutsOffAReaderOfEventsThatLagsBehind) {
    const auto events = std::make_shared<EventStream>();
    events->set_greeting({"hello", ""});
    const auto listener = start_listener(
        [&events](const Request&) {
            Response response;
            response.events = events;
            return response;
        },
        {.event_queue_bytes_max = 100'000});
    TestClient client(listener->port());
    client.send(get_line("/events"));
    client.read_until("\n\n");
    const std::string large(10'000, 'x');
    while (events->subscriber_count() > 0) events->publish({"change", large});
}

TEST(Listener, FinishesTheAnswerUnderWayWhenItStops) {
    std::promise<void> entered;
    std::promise<void> released;
    const auto listener = start_listener(
        [&](const Request&) {
            entered.set_value();
            released.get_future().wait();
            return text_response(200, "whole");
        },
        {.stop_timeout = 60s});
    TestClient idle(listener->port());
    TestClient client(listener->port());
    client.send(get_line("/"));
    entered.get_future().wait();
    std::thread stopping([&listener] { listener->stop(); });
    EXPECT_EQ(idle.read_to_end(), "");  // so the stop has begun
    released.set_value();
    const RawResponse response = client.read_response();
    EXPECT_EQ(response.body, "whole");
    EXPECT_EQ(client.read_to_end(), "");
    stopping.join();
    listener->stop();
    EXPECT_THROW(TestClient(listener->port()), std::runtime_error);
}

TEST(Listener, DoesNotWaitForeverForAClientWhenItStops) {
    const auto listener = start_listener(echo, {.stop_timeout = 1ms});
    TestClient client(listener->port());
    client.send("GET / HTTP/1.1\r\n");
    listener->stop();
}

TEST(Listener, SaysWhatToDoWhenThePortIsTaken) {
    const auto first = start_listener(echo);
    const auto second = Listener::start({.port = first->port()}, echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message,
              "port " + std::to_string(first->port()) + " of 127.0.0.1 is taken by another program");
    EXPECT_EQ(second.error().remedy, "stop that program, or choose another port with --port");
    const auto third = start_listener(echo, {.port = first->port(), .fallback = PortFallback::Next});
    EXPECT_GT(third->port(), first->port());
    TestClient client(third->port());
    EXPECT_EQ(client.get("/").status(), 200);
}

TEST(Listener, RefusesAnAddressThatIsNone) {
    const auto name = Listener::start({.address = "localhost"}, echo);
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().code, ErrorCode::Usage);
    EXPECT_NE(name.error().remedy.find("127.0.0.1"), std::string::npos);
    const auto elsewhere = Listener::start({.address = "192.0.2.1"}, echo);
    ASSERT_FALSE(elsewhere);
    EXPECT_FALSE(elsewhere.error().remedy.empty());
}

}  // namespace
}  // namespace byline::http
