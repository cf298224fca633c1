#include "outbound/guarded_client.hpp"

#include <cstdlib>
#include <mutex>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "loading/curl_functions.hpp"
#include "outbound/fake_client.hpp"
#include "outbound/target.hpp"
#include "outbound/test_networks.hpp"
#include "outbound/test_server.hpp"
#include "outbound/transfer.hpp"

namespace byline::outbound {
namespace {

std::string answer_of(std::string_view status, std::string_view headers, std::string_view body) {
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

// Gives one list of addresses after the other, the last one for ever.
class ScriptedResolver final : public Resolver {
  public:
    explicit ScriptedResolver(std::vector<std::string> answers) : answers_(std::move(answers)) {}
    Result<std::vector<IpAddress>> addresses_of(const std::string& host, std::chrono::milliseconds) override {
        if (answers_.empty()) return fail(system_error("no address for '" + host + "'", "", {}));
        const std::string& answer = answers_.at(std::min(asked_, answers_.size() - 1));
        ++asked_;
        return std::vector<IpAddress>{parse_ip_address(answer).value_or(IpAddress{})};
    }
    [[nodiscard]] std::size_t asked() const { return asked_; }

  private:
    std::vector<std::string> answers_;
    std::size_t asked_ = 0;
};

struct Setting {
    explicit Setting(const TestServer& server, std::vector<std::string> names = {"127.0.0.1"})
        : resolver(std::move(names)) {
        networks.networks = {*parse_network("127.0.0.1/32")};
        networks.ports = {server.port()};
        options.user_agent = "Byline (+https://example.org/)";
    }

    Reply fetch(const Request& request) {
        GuardedClient client(options, networks.policy(), resolver);
        return client.fetch(request);
    }
    Reply get(const std::string& url) { return fetch({.url = url}); }

    ScriptedResolver resolver;
    TestNetworks networks;
    ClientOptions options;
};

std::string told(const Reply& reply) {
    if (const auto* obstacle = std::get_if<Obstacle>(&reply)) return obstacle->error.message;
    return "status " + std::to_string(std::get<Answer>(reply).status);
}

void expect_obstacle(const Reply& reply, ObstacleKind kind) {
    const auto* obstacle = std::get_if<Obstacle>(&reply);
    ASSERT_NE(obstacle, nullptr) << told(reply);
    EXPECT_EQ(obstacle->kind, kind) << told(reply);
}

TEST(GuardedClient, BringsWhatTheServerSaid) {
    std::string asked;
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        asked = head;
        static_cast<void>(
            connection.write("HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\n" +
                             answer_of("200 OK", "Link: <b>\r\nLINK:  <c> \r\nSet-Cookie: a=b\r\n", "好")));
    });
    ::setenv("http_proxy", "http://127.0.0.1:1/", 1);  // NOLINT(concurrency-mt-unsafe)
    Setting setting(server);
    const Reply reply = setting.fetch({.url = server.url("/一?二#三", "Example.TEST"), .accept = "text/html"});
    ::unsetenv("http_proxy");  // NOLINT(concurrency-mt-unsafe)
    const auto* answer = std::get_if<Answer>(&reply);
    ASSERT_NE(answer, nullptr) << told(reply);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "好");
    EXPECT_EQ(answer->header("link"), "<b>");
    EXPECT_EQ(answer->headers.size(), 4U);
    EXPECT_TRUE(asked.starts_with("GET /%e4%b8%80?%e4%ba%8c HTTP/1.1\r\n")) << asked;
    EXPECT_NE(asked.find("\r\nUser-Agent: Byline (+https://example.org/)\r\n"), std::string::npos) << asked;
    EXPECT_NE(asked.find("\r\nAccept: text/html\r\n"), std::string::npos) << asked;
}

TEST(GuardedClient, AsksForNamesOfEveryScript) {
    std::string asked;
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        asked = head;
        const bool is_first = head.starts_with("GET /a ");
        const std::string location = "Location: //Bücher.example:" + std::to_string(server.port()) + "/b\r\n";
        static_cast<void>(
            connection.write(is_first ? answer_of("302 Found", location, "") : answer_of("200 OK", "", "")));
    });
    Setting setting(server);
    EXPECT_EQ(told(setting.get(server.url("/a", "例子.公司"))), "status 200");
    EXPECT_NE(asked.find("\r\nHost: xn--bcher-kva.example:"), std::string::npos) << asked;
    expect_obstacle(setting.get(server.url("/", "例\u202E.公司")), ObstacleKind::Refused);
}

TEST(GuardedClient, PostsForms) {
    std::string asked;
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        asked = head;
        static_cast<void>(connection.write(answer_of("202 Accepted", "", "")));
    });
    Setting setting(server);
    const Reply reply = setting.fetch({.method = Method::Post,
                                       .url = server.url("/"),
                                       .accept = "",
                                       .content_type = "application/x-www-form-urlencoded",
                                       .body = "source=a"});
    EXPECT_EQ(told(reply), "status 202");
    EXPECT_TRUE(asked.starts_with("POST / "));
    EXPECT_NE(asked.find("Content-Type: application/x-www-form-urlencoded\r\n"), std::string::npos);
}

TEST(GuardedClient, RefusesWhatIsNotPublic) {
    TestServer server([](const TestConnection&, const std::string&) {});
    ScriptedResolver resolver({"8.8.8.8"});
    TestNetworks only_port;
    only_port.ports = {server.port()};
    GuardedClient client({}, only_port.policy(), resolver);
    const std::string port = std::to_string(server.port());
    for (const std::string& host :
         {std::string("127.0.0.1"), std::string("127.1"), std::string("0x7f.0.0.1"), std::string("2130706433"),
          std::string("0177.0.0.1"), std::string("0"), std::string("[::1]"), std::string("[::ffff:127.0.0.1]"),
          std::string("[::ffff:7f00:1]"), std::string("[64:ff9b::7f00:1]"), std::string("10.0.0.1"),
          std::string("169.254.169.254"), std::string("127%2e0.0.1"), std::string("１２７.0.0.1"),
          std::string("127。0。0。1"), std::string("①②⑦.0.0.1"), std::string("０ｘ７ｆ.0.0.1")}) {
        expect_obstacle(client.fetch({.url = "http://" + host + ":" + port + "/"}), ObstacleKind::Refused);
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST(GuardedClient, RefusesOtherSchemesPortsAndAddresses) {
    ScriptedResolver resolver({"8.8.8.8"});
    GuardedClient client({}, NetworkPolicy(), resolver);
    for (const std::string& url :
         {std::string("ftp://example.org/"), std::string("file:///etc/passwd"), std::string("gopher://example.org/"),
          std::string("http://example.org:22/"), std::string("http://example.org:6379/"),
          std::string("http://a:b@example.org/"), std::string("http://a@example.org/"), std::string("http://"),
          std::string("example.org"), std::string("javascript:1"), std::string("http://exa mple.org/"),
          std::string("http://example.org/\r\nX: y"), std::string("http://example.org/") + std::string(3000, 'a'),
          std::string("http://example.org:99999/"), std::string()}) {
        expect_obstacle(client.fetch({.url = url}), ObstacleKind::Refused);
    }
    expect_obstacle(client.fetch({.url = "http://example.org/", .accept = "a\r\nX: y"}), ObstacleKind::Refused);
    EXPECT_EQ(resolver.asked(), 0U);
}

TEST(GuardedClient, RefusesNamesThatLeadInside) {
    TestServer server([](const TestConnection&, const std::string&) {});
    Setting setting(server, {"192.168.0.1"});
    expect_obstacle(setting.get(server.url("/", "inside.test")), ObstacleKind::Refused);
    Setting nowhere(server, {});
    expect_obstacle(nowhere.get(server.url("/", "nowhere.test")), ObstacleKind::NotFound);
    EXPECT_EQ(server.connections(), 0);
}

TEST(GuardedClient, FollowsRedirectsAndLooksAgain) {
    TestServer* self = nullptr;
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        std::string location = "http://10.0.0.1:" + std::to_string(self->port()) + "/";
        if (head.starts_with("GET /relative")) location = "../end";
        if (head.starts_with("GET /loop")) location = "/loop";
        if (head.starts_with("GET /file")) location = "file:///etc/passwd";
        if (head.starts_with("POST /form")) location = "/end";
        if (head.starts_with("GET /end")) {
            static_cast<void>(connection.write(answer_of("200 OK", "", "end")));
        } else {
            static_cast<void>(connection.write(answer_of("302 Found", "Location: " + location + "\r\n", "")));
        }
    });
    self = &server;
    Setting setting(server);
    const Reply reply = setting.get(server.url("/relative/a"));
    ASSERT_TRUE(std::holds_alternative<Answer>(reply)) << told(reply);
    EXPECT_EQ(std::get<Answer>(reply).url, server.url("/end"));
    EXPECT_EQ(
        told(setting.fetch(
            {.method = Method::Post, .url = server.url("/form"), .accept = "", .content_type = "a/b", .body = "c"})),
        "status 200");
    expect_obstacle(setting.get(server.url("/inside")), ObstacleKind::Refused);
    expect_obstacle(setting.get(server.url("/file")), ObstacleKind::Refused);
    const int before = server.connections();
    expect_obstacle(setting.get(server.url("/loop")), ObstacleKind::TooManyRedirects);
    EXPECT_EQ(server.connections() - before, setting.options.redirects + 1);
}

// The name leads outside when it is looked at first, inside when it is looked at again: the redirect is refused.
TEST(GuardedClient, RefusesNamesThatChange) {
    TestServer server([](const TestConnection& connection, const std::string&) {
        static_cast<void>(connection.write(answer_of("301 Moved", "Location: /again\r\n", "")));
    });
    Setting setting(server, {"127.0.0.1", "10.0.0.1"});
    expect_obstacle(setting.get(server.url("/", "rebinding.test")), ObstacleKind::Refused);
    EXPECT_EQ(setting.resolver.asked(), 2U);
    EXPECT_EQ(server.connections(), 1);
}

// Whatever else may fail, the socket is not opened: here the list of pinned addresses itself was not looked at.
TEST(GuardedClient, LooksOnceMoreBeforeItConnects) {
    TestServer server([](const TestConnection&, const std::string&) {});
    const auto& curl = loading::the_curl();
    ASSERT_TRUE(curl);
    const auto target = Target::parse(*curl, server.url("/", "localhost"));
    ASSERT_TRUE(target);
    const ClientOptions options;
    const NetworkPolicy strict;
    const std::atomic<bool> never{false};
    expect_obstacle(
        carry_out({*curl, options, strict, *target, {*parse_ip_address("127.0.0.1")}, std::chrono::seconds(5), never},
                  {}),
        ObstacleKind::Refused);
    EXPECT_EQ(server.connections(), 0);
}

std::string packed_zeros(std::size_t megabytes) {
    std::string out(megabytes * 1100 + 1000, '\0');
    const std::string zeros(std::size_t{1} << 20U, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    for (std::size_t index = 0; index < megabytes; ++index) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
        stream.avail_in = static_cast<uInt>(zeros.size());
        deflate(&stream, index + 1 == megabytes ? Z_FINISH : Z_NO_FLUSH);
    }
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

TEST(GuardedClient, BoundsWhatItTakes) {
    const std::string bomb = packed_zeros(8);
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        std::string piece(65536, 'x');
        if (head.starts_with("GET /bomb")) {
            static_cast<void>(connection.write(answer_of("200 OK", "Content-Encoding: gzip\r\n", bomb)));
            return;
        }
        const bool headers = head.starts_with("GET /headers");
        if (headers) piece = "X-A: " + std::string(1000, 'b') + "\r\n";
        static_cast<void>(connection.write(headers ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 200 OK\r\n\r\n"));
        while (connection.write(piece) > 0) {
        }
    });
    Setting setting(server);
    expect_obstacle(setting.get(server.url("/endless")), ObstacleKind::TooLarge);
    expect_obstacle(setting.get(server.url("/headers")), ObstacleKind::TooLarge);
    expect_obstacle(setting.get(server.url("/bomb")), ObstacleKind::TooLarge);
    setting.options.body_bytes = std::size_t{9} << 20U;
    EXPECT_EQ(told(setting.get(server.url("/bomb"))), "status 200");
}

TEST(GuardedClient, DoesNotWaitForEver) {
    TestServer server([&](const TestConnection& connection, const std::string&) {
        char byte = 0;
        static_cast<void>(connection.read(&byte, 1));  // until the client has gone
    });
    Setting setting(server);
    setting.options.whole_limit = std::chrono::milliseconds(50);
    expect_obstacle(setting.get(server.url("/")), ObstacleKind::TimedOut);
}

TEST(GuardedClient, TellsBadAnswersFromNone) {
    TestServer server([&](const TestConnection& connection, const std::string& head) {
        if (!head.starts_with("GET /close")) static_cast<void>(connection.write("220 mail.example.org ESMTP\r\n"));
    });
    Setting setting(server);
    expect_obstacle(setting.get(server.url("/smtp")), ObstacleKind::BadAnswer);
    expect_obstacle(setting.get(server.url("/close")), ObstacleKind::Unreachable);
}

TEST(GuardedClient, TrustsNoCertificateThatNobodyVouchesFor) {
    const TestCertificate certificate;
    TestServer server(
        [](const TestConnection& connection, const std::string& head) {
            const std::string location = head.starts_with("GET /down") ? "Location: http://tls.test/\r\n" : "";
            static_cast<void>(connection.write(answer_of(location.empty() ? "200 OK" : "302 Found", location, "ok")));
        },
        &certificate);
    Setting setting(server);
    expect_obstacle(setting.get(server.url("/", "tls.test")), ObstacleKind::BadTls);
    const std::string file = "/tmp/byline_certificate_" + std::to_string(::getpid()) + ".pem";
    certificate.write_to(file);
    setting.networks.authorities_file = file;
    EXPECT_EQ(told(setting.get(server.url("/", "tls.test"))), "status 200");
    expect_obstacle(setting.get(server.url("/", "other.test")), ObstacleKind::BadTls);
    expect_obstacle(setting.get(server.url("/down", "tls.test")), ObstacleKind::Refused);
    ::unlink(file.c_str());
}

TEST(SystemResolver, KnowsThisMachine) {
    SystemResolver resolver;
    const auto found = resolver.addresses_of("localhost", std::chrono::seconds(5));
    ASSERT_TRUE(found);
    EXPECT_TRUE(why_not_public(found->front()));
    EXPECT_FALSE(resolver.addresses_of("no host at all", std::chrono::seconds(5)));
}

TEST(FakeClient, AnswersFromItsTable) {
    FakeClient client;
    client.replies["https://example.org/"] = Answer{200, "https://example.org/", {}, "a"};
    EXPECT_EQ(told(client.fetch({.url = "https://example.org/"})), "status 200");
    expect_obstacle(client.fetch({.url = "https://example.com/"}), ObstacleKind::NotFound);
    EXPECT_EQ(client.asked.size(), 2U);
}

}  // namespace
}  // namespace byline::outbound
