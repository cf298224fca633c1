#include "discussion/discussion.hpp"

#include <string>

#include <gtest/gtest.h>

#include "database/test_stores.hpp"
#include "discussion/face.hpp"
#include "discussion/page_place.hpp"
#include "disk/memory_disk.hpp"
#include "server/route_table.hpp"

namespace byline::discussion {
namespace {

constexpr std::time_t now = 1'800'000'000;

std::unique_ptr<Discussion> opened(const database::TestFolder& folder) {
    const disk::MemoryDisk disk;
    site::Theme::Reading theme = site::Theme::load(disk, "", site::Configuration());
    DiscussionOptions options;
    options.database = folder.address("byline.db");
    options.origin = "https://example.org";
    auto discussion = Discussion::open(std::move(options), std::move(theme.theme));
    EXPECT_TRUE(discussion) << discussion.error().message;
    return discussion ? std::move(*discussion) : nullptr;
}

Result<server::RouteTable> table_of(const Discussion& discussion) {
    server::RouteSettings settings{
        .origins = {"https://example.org"},
        .tokens = discussion.tokens(),
        .identify = [&discussion](const http::Request& request,
                                  std::time_t time) { return discussion.identify(request, time); },
        .deny = {}};
    return server::RouteTable::make(std::move(settings), discussion.routes());
}

// An address that the pattern takes.
std::string path_of(std::string pattern) {
    for (std::size_t open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
        pattern.replace(open, pattern.find('}') + 1 - open, "1");
    }
    return pattern;
}

http::Response asked(const server::RouteTable& table, http::Method method, const std::string& path,
                     const std::vector<http::Header>& headers) {
    http::Request request;
    request.method = method;
    request.target.path = path;
    request.headers = headers;
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    return table.answer(request, *http::IpAddress::from_text("192.0.2.7"), http::Transport::Plain, now);
}

TEST(Discussion, TakesWritesFromItsOwnFormsAlone) {
    const database::TestFolder folder;
    const auto discussion = opened(folder);
    ASSERT_TRUE(discussion);
    const auto table = table_of(*discussion);
    ASSERT_TRUE(table) << table.error().message;
    for (const server::Route& route : table->routes()) {
        const std::string path = path_of(route.pattern);
        SCOPED_TRACE(path);
        if (route.effect == server::Effect::Reads) {
            EXPECT_LT(asked(*table, http::Method::Get, path, {}).status, 500);
            continue;
        }
        if (route.effect == server::Effect::Receives) {
            EXPECT_NE(asked(*table, http::Method::Post, path, {{"Origin", "https://elsewhere.example"}}).status, 403);
            EXPECT_EQ(route.needs, server::Credential::Anyone);
            continue;
        }
        EXPECT_EQ(asked(*table, http::Method::Post, path, {{"Origin", "https://elsewhere.example"}}).status, 403);
        EXPECT_EQ(asked(*table, http::Method::Post, path, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
        if (route.effect == server::Effect::Writes) {
            EXPECT_EQ(asked(*table, http::Method::Post, path, {{"Origin", "https://example.org"}}).status, 403);
        }
    }
}

TEST(Discussion, LeavesASiteWithoutPlacesAsItIs) {
    const database::TestFolder folder;
    const auto discussion = opened(folder);
    ASSERT_TRUE(discussion);
    const auto site = std::make_shared<const server::SiteSnapshot>();
    EXPECT_TRUE(discussion->compose(site)->places.empty());
}

TEST(PagePlace, IsTheLastOneOfAPage) {
    const std::string place = "<!--byline:conversation zh 2024-03-18--><!--/byline:conversation-->";
    const std::string page = "<p>" + place + "</p>" + place + "<b>";
    const auto found = find_place(page);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->language, "zh");
    EXPECT_EQ(found->work_ms, 1'710'720'000'000);
    EXPECT_EQ(page_with(page, *found, "HERE"), "<p>" + place + "</p>HERE<b>");
    EXPECT_FALSE(found->is_closed);
    EXPECT_FALSE(find_place("<p><!--byline:conversation en--></p>"));
    EXPECT_FALSE(find_place("<!--/byline:conversation-->"));
}

TEST(PagePlace, StandsAroundOtherContent) {
    EXPECT_EQ(page_about("<title>A</title><main id=x><p>old</main>", "B & C", "<p>new"),
              "<title>B &amp; C</title><main id=x><p>new</main>");
}

TEST(Face, IsTheSameForTheSameNameAndNothingForWhatIsNone) {
    EXPECT_EQ(face_svg(face_key("王小明")), face_svg(face_key("王小明")));
    EXPECT_NE(face_svg(face_key("王小明")), face_svg(face_key("Ada")));
    EXPECT_FALSE(face_svg("\"><script>alert()"));
    EXPECT_FALSE(face_svg("0123"));
}

}  // namespace
}  // namespace byline::discussion
