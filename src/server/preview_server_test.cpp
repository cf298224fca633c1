#include "server/preview_server.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/test_client.hpp"
#include "server/host_name.hpp"
#include "server/json_text.hpp"
#include "server/reload_message.hpp"
#include "server/reload_script.hpp"

namespace byline::server {
namespace {

using http::RawResponse;
using http::TestClient;
using testing::EndsWith;
using testing::HasSubstr;

Page page_of(std::string text) {
    return {std::make_shared<const std::string>(std::move(text)), "", "d1"};
}

std::shared_ptr<const Snapshot> small_site(const std::string& word = "first") {
    return std::make_shared<Snapshot>(Snapshot::Pages{
        {"/index.html", page_of("<html><body><p>" + word + "</p></body></html>")},
        {"/articles/dns/index.html", page_of("<body>dns</body>")},
        {"/tags/中文/index.html", page_of("<body>标签</body>")},
        {"/404.html", page_of("<body>no such page</body>")},
        {"/zh/404.html", page_of("<body>没有这一页</body>")},
        {"/style.css", page_of("p{}")},
        {"/atom.xml", {std::make_shared<const std::string>("<feed/>"), "application/atom+xml", ""}},
    });
}

std::unique_ptr<PreviewServer> start_preview(PreviewOptions options = {}) {
    options.instance = "test";
    auto server = PreviewServer::start(std::move(options));
    if (!server) throw std::runtime_error(server.error().message);
    return std::move(server).value();
}

// A listener of events that waits for the next one.
class EventReader {
  public:
    explicit EventReader(std::uint16_t port) : client_(port) {
        client_.send("GET /-/byline/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client_.read_head();
    }
    std::string next() { return client_.read_until("\n\n"); }
    std::string rest() { return client_.read_to_end(); }

  private:
    TestClient client_;
};

TEST(PreviewServer, ShowsPagesWithTheScriptThatReloadsThem) {
    const auto server = start_preview();
    server->publish_snapshot(small_site(), ChangedPages::everything());
    TestClient client(server->port());
    const RawResponse home = client.get("/");
    EXPECT_EQ(home.status(), 200);
    EXPECT_EQ(home.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(home.header("Cache-Control"), "no-store");
    EXPECT_EQ(home.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(home.body,
              "<html><body><p>first</p><script src=\"/-/byline/reload.js\" data-build=\"test-1\" "
              "data-page=\"/index.html\" defer></script></body></html>");
    EXPECT_THAT(client.get("/articles/dns/index.html").body, HasSubstr("dns"));
    EXPECT_THAT(client.get("/tags/%E4%B8%AD%E6%96%87/").body, HasSubstr("标签"));
    const RawResponse script = client.get("/-/byline/reload.js");
    EXPECT_EQ(script.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(script.body, reload_script());
    EXPECT_THAT(script.body, HasSubstr("EventSource"));
    EXPECT_THAT(script.body, EndsWith("})();\n"));
}

TEST(PreviewServer, ServesOtherFilesAsTheyAreAndOnlyWhenChanged) {
    const auto server = start_preview();
    server->publish_snapshot(small_site(), ChangedPages::everything());
    TestClient client(server->port());
    const RawResponse style = client.get("/style.css");
    EXPECT_EQ(style.body, "p{}");
    EXPECT_EQ(style.header("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(style.header("ETag"), "\"d1\"");
    EXPECT_EQ(client.get("/atom.xml").header("Content-Type"), "application/atom+xml");
    client.send("GET /style.css HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"d0\", W/\"d1\"\r\n\r\n");
    EXPECT_EQ(client.read_head().status(), 304);
    EXPECT_EQ(client.get("/style.css", "If-None-Match: \"d2\"\r\n").status(), 200);
    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const RawResponse head = client.read_head();
    EXPECT_EQ(head.status(), 200);
    EXPECT_EQ(head.header("Content-Length"), std::to_string(client.get("/").body.size()));
}

TEST(PreviewServer, SendsFoldersToTheirSlash) {
    const auto server = start_preview();
    server->publish_snapshot(small_site(), ChangedPages::everything());
    TestClient client(server->port());
    const RawResponse folder = client.get("/articles/dns?x=1");
    EXPECT_EQ(folder.status(), 302);
    EXPECT_EQ(folder.header("Location"), "/articles/dns/?x=1");
    EXPECT_EQ(client.get("/tags/%E4%B8%AD%E6%96%87").header("Location"), "/tags/%E4%B8%AD%E6%96%87/");
    EXPECT_EQ(client.get("//evil.example").status(), 400);
}

TEST(PreviewServer, ShowsTheNearestPageForWhatIsNotThere) {
    const auto server = start_preview();
    server->publish_snapshot(small_site(), ChangedPages::everything());
    TestClient client(server->port());
    const RawResponse english = client.get("/articles/nothing/");
    EXPECT_EQ(english.status(), 404);
    EXPECT_THAT(english.body, HasSubstr("no such page<script src=\"/-/byline/reload.js\""));
    EXPECT_THAT(english.body, HasSubstr("data-page=\"/404.html\""));
    EXPECT_THAT(client.get("/zh/articles/x").body, HasSubstr("没有这一页"));
    EXPECT_EQ(client.get("/-/byline/other").status(), 404);
    std::string deep;
    for (int depth = 0; depth < 500; ++depth) deep += "/a";
    EXPECT_EQ(client.get(deep).status(), 404);
    server->publish_snapshot(std::make_shared<Snapshot>(Snapshot::Pages{}), ChangedPages::everything());
    const RawResponse bare = client.get("/%3Cimg%3E");
    EXPECT_EQ(bare.status(), 404);
    EXPECT_THAT(bare.body, HasSubstr("/&lt;img&gt;"));
    EXPECT_THAT(bare.body, HasSubstr("reload.js"));
}

TEST(PreviewServer, StandsAtTheBasePathOfTheSite) {
    const auto server = start_preview({.base_path = "/blog"});
    server->publish_snapshot(small_site(), ChangedPages::everything());
    EXPECT_EQ(server->url(), "http://localhost:" + std::to_string(server->port()) + "/blog/");
    TestClient client(server->port());
    EXPECT_EQ(client.get("/").header("Location"), "/blog/");
    EXPECT_EQ(client.get("/blog").header("Location"), "/blog/");
    EXPECT_THAT(client.get("/blog/").body, HasSubstr("data-page=\"/blog/index.html\""));
    EXPECT_EQ(client.get("/blog/articles/dns").header("Location"), "/blog/articles/dns/");
    EXPECT_EQ(client.get("/blogs/").status(), 404);
    EXPECT_EQ(client.get("/articles/dns/").status(), 404);
    EventReader events(server->port());
    events.next();
    server->publish_snapshot(small_site(), ChangedPages::listed({"/index.html", "/标签\"/index.html"}));
    EXPECT_EQ(events.next(),
              "event: change\ndata: "
              "{\"build\":\"test-2\",\"paths\":[\"/blog/index.html\",\"/blog/标签\\\"/index.html\"]}\n\n");
}

TEST(PreviewServer, TellsOpenPagesWhatHappens) {
    const auto server = start_preview();
    EventReader first(server->port());
    EXPECT_EQ(first.next(), "event: hello\ndata: {\"build\":\"test-0\",\"errors\":[],\"more\":0}\n\n");
    server->publish_snapshot(small_site(), ChangedPages::listed({"/index.html"}));
    EXPECT_EQ(first.next(), "event: change\ndata: {\"build\":\"test-1\",\"paths\":[\"/index.html\"]}\n\n");
    Error error = content_error("unknown key 'titel'", "did you mean 'title'?", {"content/长江.md", 3, 1});
    error.snippet = "titel: \"<b>\"";
    error.notes = {{"first defined here", {"byline.toml", 1, 2}}, {"included from", {"a.html", 0, 0}}};
    server->publish_errors({{Severity::Error, error}});
    const std::string json =
        "{\"build\":\"test-1\",\"errors\":[{\"severity\":\"error\",\"file\":\"content/"
        "长江.md\",\"line\":3,\"column\":1,"
        "\"message\":\"unknown key 'titel'\",\"remedy\":\"did you mean 'title'?\",\"snippet\":\"titel: "
        "\\\"\\u003cb>\\\"\",\"notes\":[{\"file\":\"byline.toml\",\"line\":1,\"column\":2,\"message\":\"first defined "
        "here\"},{\"file\":\"a.html\",\"line\":0,\"column\":0,\"message\":\"included from\"}]}],\"more\":0}";
    EXPECT_EQ(first.next(), "event: errors\ndata: " + json + "\n\n");
    EventReader second(server->port());
    EXPECT_EQ(second.next(), "event: hello\ndata: " + json + "\n\n");
    TestClient client(server->port());
    EXPECT_THAT(client.get("/").body, HasSubstr("first"));  // the last good build stays
    server->publish_snapshot(small_site("second"), ChangedPages::everything());
    EXPECT_EQ(second.next(), "event: change\ndata: {\"build\":\"test-2\",\"paths\":null}\n\n");
    EXPECT_THAT(client.get("/").body, HasSubstr("second"));
    EventReader third(server->port());
    EXPECT_EQ(third.next(), "event: hello\ndata: {\"build\":\"test-2\",\"errors\":[],\"more\":0}\n\n");
    server->stop();
    EXPECT_EQ(third.rest(), "");
}

TEST(PreviewServer, AnswersBeforeAnythingIsBuilt) {
    const auto server = start_preview();
    TestClient client(server->port());
    const RawResponse waiting = client.get("/articles/dns/");
    EXPECT_EQ(waiting.status(), 503);
    EXPECT_THAT(waiting.body, HasSubstr("data-build=\"test-0\""));
}

TEST(PreviewServer, ShowsNothingToOtherSites) {
    const auto server = start_preview({.allowed_hosts = {"desk.lan"}});
    server->publish_snapshot(small_site(), ChangedPages::everything());
    TestClient client(server->port());
    client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(client.read_response().status(), 421);
    client.send("GET / HTTP/1.1\r\nHost: Desk.lan:1313\r\n\r\n");
    EXPECT_EQ(client.read_response().status(), 200);
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
    const RawResponse post = client.read_response();
    EXPECT_EQ(post.status(), 405);
    EXPECT_EQ(post.header("Allow"), "GET, HEAD");
}

class FailingSource final : public PageSource {
  public:
    Result<std::optional<Page>> find(std::string_view path) const override {
        return fail(content_error("unknown filter 'daet' <x>", "did you mean 'date'?", {std::string(path), 2, 5}));
    }
};

TEST(PreviewServer, ShowsTheErrorOfAPageThatIsMadeWhenAsked) {
    const auto server = start_preview();
    server->publish_snapshot(std::make_shared<FailingSource>(), ChangedPages::everything());
    TestClient client(server->port());
    const RawResponse response = client.get("/a/");
    EXPECT_EQ(response.status(), 500);
    EXPECT_THAT(response.body, HasSubstr("unknown filter &#39;daet&#39; &lt;x&gt;"));
    EXPECT_THAT(response.body, HasSubstr("/a/index.html:2:5"));
    EXPECT_THAT(response.body, HasSubstr("reload.js"));
}

TEST(PreviewServer, ChangesTheSiteUnderReaders) {
    const auto server = start_preview();
    server->publish_snapshot(small_site("w0"), ChangedPages::everything());
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        TestClient client(server->port());
        int last = 0;
        while (!done) {
            const std::string body = client.get("/").body;
            const int word = std::stoi(body.substr(body.find("<p>w") + 4));
            const std::string build = "data-build=\"test-" + std::to_string(word + 1) + "\"";
            if (word < last || body.find(build) == std::string::npos) ++wrong;
            last = word;
        }
    });
    EventReader events(server->port());
    events.next();
    for (int build = 1; build <= 300; ++build) {
        server->publish_snapshot(small_site("w" + std::to_string(build)), ChangedPages::listed({"/index.html"}));
    }
    for (int build = 1; build <= 300; ++build) {
        EXPECT_THAT(events.next(), HasSubstr("\"test-" + std::to_string(build + 1) + "\""));
    }
    done = true;
    reader.join();
    EXPECT_EQ(wrong, 0);
}

TEST(ReloadScript, StandsBeforeTheLastEndOfBody) {
    const auto with = [](std::string_view html) { return with_reload_script(html, "b", "/p\"<.html"); };
    const std::string script =
        "<script src=\"/-/byline/reload.js\" data-build=\"b\" data-page=\"/p&quot;&lt;.html\" defer></script>";
    EXPECT_EQ(with("<body>a</body>"), "<body>a" + script + "</body>");
    EXPECT_EQ(with("a</BODY ></html>"), "a" + script + "</BODY ></html>");
    EXPECT_EQ(with("<pre></body></pre>x</body>"), "<pre></body></pre>x" + script + "</body>");
    EXPECT_EQ(with("<p>no end"), "<p>no end" + script);
    EXPECT_EQ(with(""), script);
    EXPECT_EQ(with("<"), "<" + script);
    EXPECT_EQ(with("<</bod"), "<</bod" + script);
}

TEST(ReloadMessage, BoundsWhatItTells) {
    const Diagnostic one{Severity::Warning, content_error("m", "r", {})};
    const std::string errors = errors_message("b", Diagnostics(shown_errors_max + 7, one)).data;
    EXPECT_THAT(errors, EndsWith("],\"more\":7}"));
    const ChangedPages many = ChangedPages::listed(std::vector<std::string>(told_paths_max + 1, "/x"));
    EXPECT_EQ(change_message("b", "/", many).data, "{\"build\":\"b\",\"paths\":null}");
    EXPECT_EQ(change_message("b", "/", ChangedPages::listed({})).data, "{\"build\":\"b\",\"paths\":[]}");
}

TEST(JsonText, EscapesWhatMustBe) {
    EXPECT_EQ(json_string("a\"b\\c\n\t\x01中文<"), "\"a\\\"b\\\\c\\n\\u0009\\u0001中文\\u003c\"");
}

TEST(HostName, AllowsThisMachineOnly) {
    for (const char* host :
         {"localhost", "LOCALHOST:1313", "blog.localhost:80", "127.0.0.1", "192.168.1.5:8080", "[::1]", "[::1]:1313"}) {
        EXPECT_TRUE(is_allowed_host(host, {})) << host;
    }
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "::1",
                             "evillocalhost", "[evil]", "1.2.3"}) {
        EXPECT_FALSE(is_allowed_host(host, {})) << host;
    }
}

}  // namespace
}  // namespace byline::server
