#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "conversation/moderation.hpp"
#include "discussion/served_site.hpp"
#include "outbound/guarded_client.hpp"
#include "outbound/test_networks.hpp"
#include "outbound/test_server.hpp"

namespace byline::discussion {
namespace {

constexpr const char* target = "https://example.org/articles/%E6%A0%91/";

// Gives one address for every name, or one after the other.
class NamesOfTest final : public outbound::Resolver {
  public:
    explicit NamesOfTest(std::vector<std::string> answers) : answers_(std::move(answers)) {}
    [[nodiscard]] Result<std::vector<outbound::IpAddress>> addresses_of(const std::string& /*host*/,
                                                                        std::chrono::milliseconds /*limit*/) override {
        const std::lock_guard lock(mutex_);
        const std::string& answer = answers_.at(std::min(asked_++, answers_.size() - 1));
        return std::vector<outbound::IpAddress>{outbound::parse_ip_address(answer).value_or(outbound::IpAddress{})};
    }

  private:
    std::mutex mutex_;
    std::vector<std::string> answers_;
    std::size_t asked_ = 0;
};

// Another site, on this machine: its pages by path, and what is told to it.
class OtherSite {
  public:
    void set(const std::string& path, const std::string& answer) {
        const std::lock_guard lock(mutex_);
        pages_[path] = answer;
    }
    void set_page(const std::string& path, const std::string& html, const std::string& more_headers = "") {
        set(path, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + std::to_string(html.size()) +
                      "\r\n" + more_headers + "\r\n" + html);
    }
    [[nodiscard]] std::string url(const std::string& path) const { return server_.url(path, "other.test"); }
    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] int connections() const { return server_.connections(); }
    // The next request that is a POST.
    [[nodiscard]] std::string told() {
        std::unique_lock lock(mutex_);
        if (!came_.wait_for(lock, longest_wait, [this] { return !told_.empty(); })) {
            ADD_FAILURE() << "nothing was told";
            return {};
        }
        std::string first = told_.front();
        told_.erase(told_.begin());
        return first;
    }

  private:
    void answer(const outbound::TestConnection& connection, const std::string& head) {
        const std::lock_guard lock(mutex_);
        const std::size_t begin = head.find(' ') + 1;
        const std::string path = head.substr(begin, head.find(' ', begin) - begin);
        const bool is_post = head.starts_with("POST ");
        if (is_post) {
            told_.push_back(head);
            came_.notify_all();
        }
        const auto found = pages_.find(path);
        static_cast<void>(connection.write(
            is_post || found != pages_.end()
                ? (is_post ? "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n" : std::string_view(found->second))
                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::map<std::string, std::string> pages_;
    std::vector<std::string> told_;
    outbound::TestServer server_{
        [this](const outbound::TestConnection& connection, const std::string& head) { answer(connection, head); }};
};

class MentionsOfASite : public database::StoreTest {
  protected:
    // Speaks to the other site as if it were a public one, and to nobody else who is not.
    [[nodiscard]] DiscussionOptions options(std::vector<std::string> names = {"127.0.0.1"},
                                            outbound::TestNetworks networks = {}) {
        if (networks.networks.empty()) networks.networks = {*outbound::parse_network("127.0.0.1/32")};
        networks.ports = {other_.port()};
        resolver_ = std::make_unique<NamesOfTest>(std::move(names));
        outbound::ClientOptions limits;
        limits.whole_limit = std::chrono::seconds(5);
        DiscussionOptions options;
        options.database = address_;
        options.mentions.emplace();
        options.mentions->client =
            std::make_shared<outbound::GuardedClient>(limits, networks.policy(), *resolver_);  // shared: as options are
        options.mentions->settle_ms = 0;
        return options;
    }
    static http::Response tell(ServedSite& site, const std::string& source, const std::string& about = target) {
        return site.send("/conversation/webmention", {{"source", source}, {"target", about}}, "https://other.test");
    }
    // What became of it, once it was looked at.
    static std::string progress(ServedSite& site, const http::Response& told) {
        EXPECT_EQ(told.status, 201) << told.body;
        std::string status;
        for (const auto& header : told.headers) {
            if (header.name == "Location") status = header.value.substr(std::string(site_origin).size());
        }
        for (;;) {
            http::Response answer = site.get(status);
            if (!answer.body.starts_with("waiting")) return answer.body.substr(0, answer.body.find(':'));
            std::this_thread::yield();
        }
    }
    static std::string shown(ServedSite& site) {
        site.put_page("<title>T</title>");
        return site.get("/conversation/liked" + std::string(page_address)).body;
    }
    std::int64_t newest() {
        auto database = opened(address_);
        conversation::QueueFilter filter;
        filter.state = std::nullopt;
        const auto queue = conversation::read_queue(database, filter);
        return queue && !queue->empty() ? queue->front().id : 0;
    }
    void publish(std::int64_t comment) {
        auto database = opened(address_);
        ASSERT_TRUE(conversation::decide(database, {comment}, conversation::State::Published, "author", "",
                                         "a" + std::to_string(comment), 1));
    }

    OtherSite other_;
    std::unique_ptr<outbound::Resolver> resolver_;
};

std::string answering(const std::string& relation, const std::string& text) {
    return "<article class=h-entry><a class='p-author h-card' href='https://ann.example/'>Ann "
           "<b>王</b></a><a class=" +
           relation + " href='" + target + "'></a><p class=e-content>" + text + "</p></article>";
}

TEST_P(MentionsOfASite, ComeFromAnywhereAndAreLookedAt) {
    ServedSite site(options());
    const server::SitePlace* place = site.live->find(page_address);
    ASSERT_TRUE(place != nullptr && place->resource);
    EXPECT_NE(place->resource->identity().head.find("\r\nLink: </conversation/webmention>; rel=\"webmention\"\r\n"),
              std::string::npos);
    EXPECT_NE(place->resource->identity().bytes->find("<link rel=\"webmention\" href=\"/conversation/webmention\">"),
              std::string::npos);

    other_.set_page("/reply", answering("u-in-reply-to", "I <i onclick=x>agree</i> *fully* &lt;script>"));
    EXPECT_EQ(progress(site, tell(site, other_.url("/reply"))), "taken");
    publish(newest());
    other_.set_page("/like", answering("u-like-of", ""));
    EXPECT_EQ(progress(site, tell(site, other_.url("/like"), std::string(target) + "#at")), "taken");
    publish(newest());
    other_.set_page("/repost", answering("u-repost-of", ""));
    EXPECT_EQ(progress(site, tell(site, other_.url("/repost"))), "taken");
    publish(newest());
    std::string page = shown(site);
    EXPECT_NE(page.find("<p>I agree *fully* &lt;script&gt;</p>"), std::string::npos) << page;
    EXPECT_NE(page.find("href=\"" + other_.url("/reply") + "\""), std::string::npos);
    EXPECT_NE(page.find("u-like\" rel=\"nofollow ugc\" href=\"" + other_.url("/like")), std::string::npos);
    EXPECT_NE(page.find("u-repost\" rel=\"nofollow ugc\" href=\"" + other_.url("/repost")), std::string::npos);

    other_.set_page("/reply", "it was taken out");
    other_.set("/like", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
    auto database = opened(address_);
    ASSERT_TRUE(database.write([](database::Transaction& transaction) -> Result<void> {
        // As if a minute had passed: until then nobody is asked again.
        CHECK(transaction.connection().execute("UPDATE mention_arrival SET told_at = 0"));
        return {};
    }));
    EXPECT_EQ(progress(site, tell(site, other_.url("/reply"))), "refused");
    EXPECT_EQ(progress(site, tell(site, other_.url("/like"), std::string(target) + "#at")), "gone");
    page = shown(site);
    EXPECT_EQ(page.find("agree"), std::string::npos);
    EXPECT_EQ(page.find("u-like"), std::string::npos);
}

TEST_P(MentionsOfASite, AreRefusedAtOnceWhereTheyCannotBe) {
    ServedSite site(options());
    for (const auto& [source, about] : std::vector<std::pair<std::string, std::string>>{
             {"", target},
             {"ftp://other.test/", target},
             {"javascript:alert(1)", target},
             {"https://other.test/a b", target},
             {"https://other.test/" + std::string(3000, 'a'), target},
             {target, target},
             {"https://EXAMPLE.org/other/", target},
             {"https://other.test/", ""},
             {"https://other.test/", "https://elsewhere.test/articles/%E6%A0%91/"},
             {"https://other.test/", "https://example.org/nothing/"},
             {"https://other.test/", "https://example.org/articles/%ZZ/"},
             {"https://other.test/", "https://example.org@evil.test/articles/%E6%A0%91/"}}) {
        EXPECT_EQ(tell(site, source, about).status, 400) << source << " " << about;
    }
    EXPECT_EQ(tell(site, "https://other.test/", "http://Example.org/articles/%E6%A0%91").status, 201);
    EXPECT_EQ(site.get("/conversation/webmention/1.0000000000000000000000000000000000000000").status, 404);
}

TEST_P(MentionsOfASite, LeadNobodyInside) {
    outbound::TestNetworks nothing;
    nothing.networks = {*outbound::parse_network("203.0.113.0/24")};
    {
        ServedSite site(options({"10.0.0.7"}, nothing));
        const std::string port = ":" + std::to_string(other_.port()) + "/";
        for (const std::string& host :
             {std::string("127.0.0.1"), std::string("localhost"), std::string("[::1]"),
              std::string("[::ffff:127.0.0.1]"), std::string("169.254.169.254"), std::string("2130706433"),
              std::string("inside.test"), std::string("127。0。0。1")}) {
            EXPECT_EQ(progress(site, tell(site, "http://" + host + port)), "refused") << host;
        }
    }
    EXPECT_EQ(other_.connections(), 0);
    // A public host that leads inside, and a name that is another one when it is asked for again.
    other_.set("/inside", "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1:" + std::to_string(other_.port()) +
                              "/\r\nContent-Length: 0\r\n\r\n");
    other_.set("/again", "HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n");
    other_.set_page("/end", answering("u-in-reply-to", "inside"));
    ServedSite site(options({"127.0.0.1", "127.0.0.1", "192.168.1.1"}));
    EXPECT_EQ(progress(site, tell(site, other_.url("/inside"))), "refused");
    EXPECT_EQ(progress(site, tell(site, other_.url("/again"))), "refused");
    EXPECT_EQ(newest(), 0);
}

TEST_P(MentionsOfASite, GoOutForLinksThatAreNew) {
    other_.set_page("/a", "<link rel=webmention href='/hook?a=1'>");
    other_.set_page("/b", "", "Link: <hook-b>; rel=\"webmention\"\r\n");
    DiscussionOptions telling = options();
    telling.mentions->telling = Telling::Yes;
    const auto entry = [](const std::string& text) {
        return "<article class=h-entry><a class=u-url href='" + std::string(target) + "'></a><div class=e-content>" +
               text + "</div></article>";
    };
    const std::string a = "<a href='" + other_.url("/a") + "'>a</a>";
    const std::string b = "<a href='" + other_.url("/b") + "'>b</a>";
    ServedSite site(std::move(telling), entry(a));
    auto database = opened(address_);
    while (!mentioning::has_begun(database).value()) std::this_thread::yield();
    site.put_page(entry(a + b));
    const std::string first = other_.told();
    EXPECT_TRUE(first.starts_with("POST /hook-b HTTP/1.1\r\n")) << first;
    EXPECT_NE(first.find("source=https%3A%2F%2Fexample.org%2Farticles%2F%25E6%25A0%2591%2F&target="), std::string::npos)
        << first;
    // The link that was there before is told of by nobody, the other one is when it goes.
    site.put_page(entry(a));
    EXPECT_TRUE(other_.told().starts_with("POST /hook-b HTTP/1.1\r\n"));
}

ON_BOTH_STORES(MentionsOfASite);

}  // namespace
}  // namespace byline::discussion
