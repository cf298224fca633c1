#include "cli/served_routes.hpp"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "account/accounts.hpp"
#include "conversation/people.hpp"
#include "database/store_test.hpp"
#include "disk/memory_disk.hpp"

namespace byline::cli {
namespace {

using server::Credential;
using server::Effect;

constexpr std::int64_t now_ms = INT64_C(1'800'000'000'000);
constexpr const char* origin = "https://example.org";

// All routes of a served site, and the cookies of each who may ask.
class ServedRoutesTest : public database::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped()) return;
        const disk::MemoryDisk disk;
        discussion::DiscussionOptions options;
        options.database = address_;
        options.origin = origin;
        site::Configuration configuration;
        configuration.languages.emplace_back().code = "en";
        site::Theme::Reading theme = site::Theme::load(disk, "", configuration);
        auto opened = discussion::Discussion::open(std::move(options), std::move(theme.theme));
        ASSERT_TRUE(opened) << opened.error().message;
        discussion_ = std::move(*opened);
        auto studio = open_studio(*discussion_, {});
        ASSERT_TRUE(studio) << studio.error().message;
        studio_ = std::move(*studio);
        auto table = served_routes(*discussion_, *studio_, {origin});
        ASSERT_TRUE(table) << table.error().message;
        table_.emplace(std::move(*table));
        sign_in();
    }

    void sign_in() {
        const auto reader = conversation::author_person(discussion_->database(), "reader", "", now_ms);
        ASSERT_TRUE(reader);
        cookies_[Credential::Anyone] = "";
        cookies_[Credential::Reader] =
            "byline_reader=" + conversation::sign_link(discussion_->key(), conversation::LinkPurpose::Reader, *reader,
                                                       now_ms + 86'400'000);
        const auto path = studio_->first_visit();
        ASSERT_TRUE(path && *path);
        const auto entry = account::create_first(discussion_->database(), (*path)->substr((*path)->rfind('/') + 1),
                                                 "lin", "a password of some length", now_ms, discussion_->entropy());
        ASSERT_TRUE(entry && !entry->token.empty());
        cookies_[Credential::Writer] = cookies_[Credential::Reader] + "; byline_studio=" + entry->token;
    }

    struct Asking {
        Credential who = Credential::Anyone;
        std::string origin = cli::origin;
        bool has_token = true;
    };

    http::Response ask(const server::Route& route, const Asking& asking) {
        http::Request request;
        request.method = route.effect == Effect::Reads ? http::Method::Get : http::Method::Post;
        request.target.path = route.pattern;
        for (std::size_t open = request.target.path.find('{'); open != std::string::npos;
             open = request.target.path.find('{')) {
            request.target.path.replace(open, request.target.path.find('}') + 1 - open, "999");
        }
        request.headers = {{"Cookie", cookies_[asking.who]}, {"Content-Type", "application/x-www-form-urlencoded"}};
        if (!asking.origin.empty()) request.headers.push_back({"Origin", asking.origin});
        const server::Identity identity = table_->settings().identify(request, now_ms / 1000);
        if (asking.has_token) {
            request.body = "form_token=" + table_->settings().tokens.issue(identity.session, now_ms / 1000);
        }
        return table_->answer(request, *http::IpAddress::from_text("192.0.2.7"), http::Transport::Tls, now_ms / 1000);
    }

    std::unique_ptr<discussion::Discussion> discussion_;
    std::unique_ptr<studio::Studio> studio_;
    std::optional<server::RouteTable> table_;
    std::map<Credential, std::string> cookies_;
};

bool leads_to_door(const http::Response& response) {
    for (const auto& header : response.headers) {
        if (header.name == "Location" && header.value.starts_with("/studio/enter")) return true;
    }
    return false;
}

TEST_P(ServedRoutesTest, GiveEachOnlyWhatIsTheirs) {
    int of_writer = 0;
    for (const server::Route& route : table_->routes()) {
        for (const Credential who : {Credential::Anyone, Credential::Reader, Credential::Writer}) {
            SCOPED_TRACE(route.pattern + " asked by " + std::to_string(static_cast<int>(who)));
            // Leaving ends the session that the others need.
            if (who == Credential::Writer && route.pattern == "/studio/leave") continue;
            const http::Response response = ask(route, {.who = who});
            EXPECT_LT(response.status, 500);
            if (route.needs == Credential::Writer && who != Credential::Writer) {
                ++of_writer;
                if (route.effect == Effect::Reads) {
                    EXPECT_TRUE(leads_to_door(response));
                } else {
                    EXPECT_EQ(response.status, 403);
                }
            } else {
                EXPECT_NE(response.status, 403) << response.body;
                EXPECT_FALSE(leads_to_door(response));
            }
        }
    }
    EXPECT_GT(of_writer, 30);
}

// Written down once more, so that nobody opens a door by a slip.
TEST_P(ServedRoutesTest, LetNobodyIntoTheStudioButByItsDoors) {
    std::set<std::string> open;
    for (const server::Route& route : table_->routes()) {
        const bool is_of_studio = route.pattern.starts_with("/studio");
        if (is_of_studio && route.needs != Credential::Writer) open.insert(route.pattern);
        if (!is_of_studio) {
            EXPECT_EQ(route.needs, Credential::Anyone) << route.pattern;
        }
    }
    EXPECT_EQ(open,
              (std::set<std::string>{"/studio", "/studio/files/{name}", "/studio/enter", "/studio/begin/{token}"}));
}

TEST_P(ServedRoutesTest, TakeWritesFromTheirOwnFormsAlone) {
    for (const server::Route& route : table_->routes()) {
        if (route.effect == Effect::Reads) continue;
        for (const Credential who : {Credential::Anyone, Credential::Reader, Credential::Writer}) {
            SCOPED_TRACE(route.pattern + " asked by " + std::to_string(static_cast<int>(who)));
            if (route.effect == Effect::Receives) continue;
            EXPECT_EQ(ask(route, {.who = who, .origin = "https://evil.example"}).status, 403);
            EXPECT_EQ(ask(route, {.who = who, .origin = "null"}).status, 403);
            if (route.effect == Effect::Writes) {
                EXPECT_EQ(ask(route, {.who = who, .has_token = false}).status, 403);
            }
            // A program says nothing of where it comes from, and has nobody's cookie.
            if (who == Credential::Writer && route.needs == Credential::Writer) {
                EXPECT_EQ(ask(route, {.who = who, .origin = ""}).status, 403);
            }
        }
    }
}

TEST_P(ServedRoutesTest, KnowTheWriterInTheStudioAloneAndReadersElsewhere) {
    http::Request request;
    request.headers = {{"Cookie", cookies_[Credential::Writer]}};
    request.target.path = "/studio/people";
    const server::Identity writer = table_->settings().identify(request, now_ms / 1000);
    EXPECT_EQ(writer.credential, Credential::Writer);
    EXPECT_FALSE(writer.session.empty());
    request.target.path = "/conversation/send";
    const server::Identity reader = table_->settings().identify(request, now_ms / 1000);
    EXPECT_EQ(reader.credential, Credential::Reader);
    EXPECT_TRUE(reader.session.empty());
    request.target.path = "/studios/";
    EXPECT_NE(table_->settings().identify(request, now_ms / 1000).credential, Credential::Writer);
}

TEST_P(ServedRoutesTest, NothingOfTheStudioIsKeptOrFramed) {
    for (const server::Route& route : table_->routes()) {
        if (!route.pattern.starts_with("/studio") || route.pattern == "/studio/leave") continue;
        for (const Credential who : {Credential::Anyone, Credential::Writer}) {
            SCOPED_TRACE(route.pattern);
            std::map<std::string, std::string> headers;
            for (const auto& header : ask(route, {.who = who}).headers) headers[header.name] = header.value;
            EXPECT_EQ(headers["Cache-Control"], "no-store");
            EXPECT_EQ(headers["X-Frame-Options"], "DENY");
            EXPECT_TRUE(headers["Content-Security-Policy"].starts_with("default-src 'none'"));
            EXPECT_EQ(headers["Content-Security-Policy"].find("unsafe"), std::string::npos);
        }
    }
}

ON_BOTH_STORES(ServedRoutesTest);

}  // namespace
}  // namespace byline::cli
