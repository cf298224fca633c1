#include "server/site_server.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "disk/real_disk.hpp"
#include "http/test_client.hpp"
#include "server/compression.hpp"

namespace byline::server {
namespace {

using http::RawResponse;
using http::TestClient;
using std::chrono_literals::operator""ms;

// A folder that is gone when the test ends.
class SiteFolder {
  public:
    SiteFolder() : path_(::testing::TempDir() + "byline_serve_" + std::to_string(::getpid())) {
        write("index.html", "<p>home</p>" + std::string(1000, 'h'));
        write("zh/index.html", "<p>首页</p>");
        write("404.html", "<p>gone</p>");
        write("zh/404.html", "<p>没有</p>");
        write("文章/a b/index.html", "<p>文章</p>");
        write("assets/style.0d2dc2fe.css", "p {}" + std::string(1000, ' '));
        write("cover.png", "not compressible");
        write("large.mp4", std::string(300'000, 'm') + "end");
        write(".git/config", "secret");
        write("zh/.~tmp~/index.html", "half");
        write(".well-known/security.txt", "Contact: mailto:a@b.example");
    }
    SiteFolder(const SiteFolder&) = delete;
    SiteFolder& operator=(const SiteFolder&) = delete;
    ~SiteFolder() { (void)disk_.remove_folder(path_); }

    void write(const std::string& name, const std::string& bytes) {
        const auto written = disk_.write(path_ + "/" + name, bytes);
        if (!written) throw std::runtime_error(written.error().message);
    }
    void remove(const std::string& name) { (void)disk_.remove(path_ + "/" + name); }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] disk::RealDisk& disk() { return disk_; }

  private:
    std::string path_;
    disk::RealDisk disk_;
};

std::unique_ptr<SiteServer> serve(SiteFolder& folder, SiteServerOptions options = {}) {
    if (options.web.endpoints.empty()) options.web.endpoints.push_back({});
    options.web.stop_grace = 1ms;
    options.site.folder = folder.path();
    options.site.file_bytes_max = 200'000;
    auto server = SiteServer::start(std::move(options), folder.disk());
    if (!server) throw std::runtime_error(server.error().message);
    return std::move(*server);
}

void wait_until_compressed(const SiteServer& server) {
    while (!server.is_compressed()) std::this_thread::yield();
}

TEST(SiteServer, SendsPagesFromMemory) {
    SiteFolder folder;
    const auto server = serve(folder);
    TestClient client(server->port());
    const RawResponse home = client.get("/");
    EXPECT_EQ(home.status(), 200);
    EXPECT_EQ(home.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(home.header("Cache-Control"), "no-cache");
    EXPECT_EQ(home.header("Vary"), "Accept-Encoding");
    EXPECT_NE(home.header("Content-Security-Policy").find("default-src 'self'"), std::string::npos);
    EXPECT_EQ(home.header("Content-Security-Policy").find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(home.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(home.header("Strict-Transport-Security"), "");
    EXPECT_EQ(home.header("Date").size(), 29U);
    EXPECT_EQ(client.get("/index.html").body, home.body);
    EXPECT_EQ(client.get("/?q=%E4%B8%AD").body, home.body);
    EXPECT_EQ(client.get("/%E6%96%87%E7%AB%A0/a%20b/").body, "<p>文章</p>");
    EXPECT_EQ(client.get("/文章/a%20b/").body, "<p>文章</p>");
    EXPECT_EQ(client.get("/assets/style.0d2dc2fe.css").header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(client.get("/.well-known/security.txt").status(), 200);
    EXPECT_EQ(client.get("/.git/config").status(), 404);
    EXPECT_EQ(client.get("/zh/.~tmp~/").status(), 404);
    EXPECT_EQ(client.get("/healthz").body, "ok\n");
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_head().header("Content-Length"), std::to_string(home.body.size()));
    EXPECT_EQ(client.get("/zh/").body, "<p>首页</p>");
}

TEST(SiteServer, SendsOnAndSaysWhatIsMissing) {
    SiteFolder folder;
    const auto server = serve(folder);
    TestClient client(server->port());
    const RawResponse moved = client.get("/%E6%96%87%E7%AB%A0/a%20b?x=1");
    EXPECT_EQ(moved.status(), 301);
    EXPECT_EQ(moved.header("Location"), "/%E6%96%87%E7%AB%A0/a%20b/?x=1");
    EXPECT_EQ(client.get("/zh/a/b/c").body, "<p>没有</p>");
    EXPECT_EQ(client.get("/zh/a/b/c").status(), 404);
    EXPECT_EQ(client.get("/nothing").body, "<p>gone</p>");
    EXPECT_EQ(client.get("/404.html").status(), 200);
    client.send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
    const RawResponse refused = client.read_response();
    EXPECT_EQ(refused.status(), 405);
    EXPECT_EQ(refused.header("Allow"), "GET, HEAD");
    for (const std::string path : {"/../etc/passwd", "/%2e%2e/etc/passwd", "/a%2f..%2fb", "//a", "/%00", "/%ff"}) {
        TestClient other(server->port());
        EXPECT_EQ(other.get(path).status(), 400) << path;
    }
}

TEST(SiteServer, AnswersConditionsAndRanges) {
    SiteFolder folder;
    const auto server = serve(folder);
    wait_until_compressed(*server);
    TestClient client(server->port());
    const RawResponse page = client.get("/");
    const RawResponse packed = client.get("/", "Accept-Encoding: gzip, br\r\n");
    EXPECT_EQ(packed.header("Content-Encoding"), "br");
    EXPECT_EQ(packed.body, brotli_of(page.body));
    EXPECT_EQ(client.get("/", "Accept-Encoding: gzip\r\n").body, gzip_of(page.body));
    EXPECT_EQ(client.get("/cover.png", "Accept-Encoding: gzip, br\r\n").header("Content-Encoding"), "");
    EXPECT_NE(packed.header("ETag"), page.header("ETag"));
    for (const std::string& tag : {page.header("ETag"), packed.header("ETag"), "\"x\", W/" + page.header("ETag")}) {
        const RawResponse same = client.get("/", "If-None-Match: " + tag + "\r\n");
        EXPECT_EQ(same.status(), 304);
        EXPECT_EQ(same.header("Content-Length"), "");
        EXPECT_EQ(same.header("Vary"), "Accept-Encoding");
    }
    EXPECT_EQ(client.get("/", "If-None-Match: \"other\"\r\n").status(), 200);
    EXPECT_EQ(client.get("/", "If-Modified-Since: " + page.header("Last-Modified") + "\r\n").status(), 304);
    EXPECT_EQ(client.get("/", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status(), 200);
    const RawResponse part = client.get("/", "Range: bytes=3-6\r\nAccept-Encoding: br\r\n");
    EXPECT_EQ(part.status(), 206);
    EXPECT_EQ(part.body, "home");
    EXPECT_EQ(part.header("Content-Range"), "bytes 3-6/" + std::to_string(page.body.size()));
    EXPECT_EQ(client.get("/", "Range: bytes=99999-\r\n").status(), 416);
    EXPECT_EQ(client.get("/", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n").status(), 200);
    EXPECT_EQ(client.get("/", "Range: bytes=0-1\r\nIf-Range: " + page.header("ETag") + "\r\n").status(), 206);
}

TEST(SiteServer, ReadsLargeFilesFromDisk) {
    SiteFolder folder;
    const auto server = serve(folder);
    EXPECT_EQ(server->account().disk_files, 1U);
    EXPECT_LT(server->account().memory_bytes, 10'000U);
    TestClient client(server->port());
    const RawResponse whole = client.get("/large.mp4");
    EXPECT_EQ(whole.body, std::string(300'000, 'm') + "end");
    EXPECT_EQ(whole.header("Content-Type"), "video/mp4");
    const RawResponse part = client.get("/large.mp4", "Range: bytes=-3\r\n");
    EXPECT_EQ(part.status(), 206);
    EXPECT_EQ(part.body, "end");
    EXPECT_EQ(client.get("/large.mp4", "If-None-Match: " + whole.header("ETag") + "\r\n").status(), 304);
    client.send("GET /large.mp4 HTTP/1.1\r\nHost: a\r\n\r\nGET /zh/ HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_response().body.size(), 300'003U);
    EXPECT_EQ(client.read_response().body, "<p>首页</p>");
    folder.remove("large.mp4");
    EXPECT_EQ(client.get("/large.mp4").status(), 404);
}

// Many clients ask without a pause while the site changes again and again: each answer is whole, and one of the
// builds'.
TEST(SiteServer, ANewBuildLosesNoRequest) {
    SiteFolder folder;
    constexpr int builds = 15;
    const auto server = serve(folder);
    std::atomic<bool> is_over = false;
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> clients;
    for (int index = 0; index < 4; ++index) {
        clients.emplace_back([&] {
            TestClient client(server->port());
            while (!is_over) {
                const RawResponse home = client.get("/", "Accept-Encoding: identity\r\n");
                const bool is_whole = home.status() == 200 && home.body.ends_with(std::string(1000, 'h'));
                const bool is_there = client.get("/zh/").status() == 200;
                if (!is_whole || !is_there) ++failed;
                ++answered;
            }
        });
    }
    for (int build = 0; build < builds; ++build) {
        folder.write("index.html", "<p>home " + std::to_string(build) + "</p>" + std::string(1000, 'h'));
        folder.write("new/" + std::to_string(build) + ".html", "new");
        ASSERT_TRUE(server->reload_site());
        const int seen = answered;
        while (answered < seen + 8) std::this_thread::yield();
    }
    is_over = true;
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(failed, 0);
    TestClient client(server->port());
    EXPECT_TRUE(client.get("/").body.starts_with("<p>home 14</p>"));
    EXPECT_EQ(client.get("/new/14.html").status(), 200);
    EXPECT_NE(server->metrics().find("byline_site_reloads_total 16\n"), std::string::npos);
}

TEST(SiteServer, AFailedLoadLeavesTheSite) {
    SiteFolder folder;
    const auto server = serve(folder);
    ASSERT_TRUE(folder.disk().rename(folder.path(), folder.path() + ".away"));
    const auto loaded = server->reload_site();
    ASSERT_FALSE(loaded);
    EXPECT_FALSE(loaded.error().remedy.empty());
    TestClient client(server->port());
    EXPECT_EQ(client.get("/zh/").status(), 200);
    ASSERT_TRUE(folder.disk().rename(folder.path() + ".away", folder.path()));
    EXPECT_TRUE(server->reload_site());
}

TEST(SiteServer, BelievesOnlyItsProxies) {
    SiteFolder folder;
    const std::string log = folder.path() + ".log";
    const auto served = [&](std::vector<http::IpNetwork> proxies) {
        SiteServerOptions options;
        options.web.proxies = std::move(proxies);
        options.log = LogOptions{.file = log, .form = LogForm::Combined, .address = LoggedAddress::Whole};
        return serve(folder, std::move(options));
    };
    // The client made up the first line, and the beginning of the second.
    const std::string forwarded =
        "X-Forwarded-For: 7.7.7.7\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    {
        const auto server = served({});
        TestClient client(server->port());
        EXPECT_EQ(client.get("/", forwarded).header("Strict-Transport-Security"), "");
    }
    EXPECT_TRUE(folder.disk().read(log, 10'000)->starts_with("127.0.0.1 - - ["));
    (void)folder.disk().remove(log);
    {
        const auto server = served({*http::IpNetwork::from_text("127.0.0.1")});
        TestClient client(server->port());
        EXPECT_NE(client.get("/", forwarded + "Cookie: secret\r\nReferer: \"x\r\n").header("Strict-Transport-Security"),
                  "");
        client.send("nonsense\r\n\r\n");
        EXPECT_EQ(client.read_response().status(), 400);
    }
    const std::string lines = *folder.disk().read(log, 10'000);
    EXPECT_TRUE(lines.starts_with("203.0.113.9 - - [")) << lines;
    EXPECT_NE(lines.find("] \"GET / HTTP/1.1\" 200 "), std::string::npos) << lines;
    EXPECT_NE(lines.find("\"\\x22x\" \"-\"\n"), std::string::npos) << lines;
    EXPECT_NE(lines.find("\"-\" 400 0"), std::string::npos) << lines;
    EXPECT_EQ(lines.find("secret"), std::string::npos);
    (void)folder.disk().remove(log);
}

TEST(SiteServer, CountsForPrometheus) {
    SiteFolder folder;
    SiteServerOptions options;
    options.metrics_port = 0;
    const auto server = serve(folder, std::move(options));
    TestClient client(server->port());
    EXPECT_EQ(client.get("/").status(), 200);
    EXPECT_EQ(client.get("/nothing").status(), 404);
    EXPECT_EQ(client.get("/metrics").status(), 404);
    TestClient scraper(server->metrics_port());
    const std::string metrics = scraper.get("/metrics").body;
    EXPECT_NE(metrics.find("byline_http_answers_total{class=\"2xx\"} 1\n"), std::string::npos) << metrics;
    EXPECT_NE(metrics.find("byline_http_answers_total{class=\"4xx\"} 2\n"), std::string::npos) << metrics;
    EXPECT_NE(metrics.find("byline_http_connections 1\n"), std::string::npos) << metrics;
}

// A route from the socket to its handler and back, with all that stands between.
TEST(SiteServer, AnswersByRoutes) {
    SiteFolder folder;
    const FormTokens tokens(FormTokens::random_key());
    const auto saved = [](const Visit& visit) {
        http::Response response = http::html_response(201, "<p>" + std::string(visit.form["text"]) + "</p>");
        response.headers.push_back({"Test-Address", visit.address.text()});
        return response;
    };
    const auto shown = [](const Visit& visit) { return http::html_response(200, visit.form_token()); };
    auto table = RouteTable::make({{"https://a.example"}, tokens, {}, {}},
                                  {{Effect::Reads, "/notes/new", Credential::Anyone, 0, shown},
                                   {Effect::Writes, "/notes/new", Credential::Anyone, 200, saved}});
    ASSERT_TRUE(table);
    SiteServerOptions options;
    options.routes = std::move(*table);
    options.web.proxies = {*http::IpNetwork::from_text("127.0.0.1")};
    const auto server = serve(folder, std::move(options));
    TestClient client(server->port());
    const RawResponse form = client.get("/notes/new", "X-Forwarded-For: 203.0.113.9\r\n");
    EXPECT_EQ(form.status(), 200);
    EXPECT_NE(form.header("Content-Security-Policy"), "");
    const auto post = [&](const std::string& body, const std::string& origin) {
        client.send(
            "POST /notes/new HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 7.7.7.7\r\nX-Forwarded-For: "
            "203.0.113.9\r\nOrigin: " +
            origin + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.read_response();
    };
    const RawResponse made = post("text=%E6%9E%97&form_token=" + form.body, "https://a.example");
    EXPECT_EQ(made.status(), 201);
    EXPECT_EQ(made.body, "<p>林</p>");
    EXPECT_EQ(made.header("Test-Address"), "203.0.113.9");
    EXPECT_EQ(post("text=a&form_token=" + form.body, "https://evil.example").status(), 403);
    EXPECT_EQ(post("text=a", "https://a.example").status(), 403);
    client.send("HEAD /notes/new HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_head().status(), 200);
    EXPECT_EQ(client.get("/zh/").status(), 200);
    EXPECT_EQ(post(std::string(201, 'x'), "https://a.example").status(), 413);
}

TEST(SiteServer, ServesBelowABasePath) {
    SiteFolder folder;
    SiteServerOptions options;
    options.site.base_path = "/blog/";
    const auto server = serve(folder, std::move(options));
    TestClient client(server->port());
    EXPECT_EQ(client.get("/blog/zh/").body, "<p>首页</p>");
    EXPECT_EQ(client.get("/blog").header("Location"), "/blog/");
    EXPECT_EQ(client.get("/blog/nothing").body, "<p>gone</p>");
    EXPECT_EQ(client.get("/zh/").status(), 404);
}

TEST(AccessLog, CannotBeForged) {
    LoggedRequest request;
    request.address = *http::IpAddress::from_text("2001:db8:1:2::3");
    request.method = "GET";
    request.target = "/a\"b\\\x01";
    request.status = 200;
    request.user_agent = "x\n中";
    std::string line;
    append_log_line(line, request, {.file = {}, .form = LogForm::Combined, .address = LoggedAddress::Shortened}, "now");
    EXPECT_EQ(line, "2001:db8:1:: - - [now] \"GET /a\\x22b\\x5c\\x01 HTTP/1.1\" 200 0 \"-\" \"x\\x0a中\"\n");
    line.clear();
    append_log_line(line, request, {.file = {}, .form = LogForm::Json, .address = LoggedAddress::None}, "now");
    EXPECT_TRUE(line.starts_with(R"({"time":"now","address":"-","method":"GET","target":"/a\"b\\)")) << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_EQ(log_time(0, LogForm::Combined), "01/Jan/1970:00:00:00 +0000");
    EXPECT_EQ(log_time(0, LogForm::Json), "1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace byline::server
