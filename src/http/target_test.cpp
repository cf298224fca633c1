#include "http/target.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace byline::http {
namespace {

struct Case {
    std::string text;
    std::string path;
    std::string query;
};

TEST(Target, ReadsPathAndQuery) {
    const Case cases[] = {
        {"/", "/", ""},
        {"/articles/dns/", "/articles/dns/", ""},
        {"/articles/dns/?page=2&x=%zz", "/articles/dns/", "page=2&x=%zz"},
        {"/a?b?c", "/a", "b?c"},
        {"/tags/%E4%B8%AD%E6%96%87/", "/tags/中文/", ""},
        {"/tags/中文/", "/tags/中文/", ""},
        {"/100%25", "/100%", ""},
        {"/%2525", "/%25", ""},  // decoded once, never twice
        {"/a+b%20c", "/a+b c", ""},
        {"/...", "/...", ""},
        {"/.well-known/x", "/.well-known/x", ""},
        {"http://example.org/a?b", "/a", "b"},
        {"http://example.org", "/", ""},
        {"https://example.org?q", "/", "q"},
        {"/%F0%9F%98%80", "/😀", ""},
    };
    for (const Case& wanted : cases) {
        const auto target = parse_target(wanted.text);
        ASSERT_TRUE(target) << wanted.text;
        EXPECT_EQ(target->path, wanted.path) << wanted.text;
        EXPECT_EQ(target->query, wanted.query) << wanted.text;
    }
}

TEST(Target, RefusesWhatCouldMeanTwoThings) {
    using std::string_literals::operator""s;
    const std::string cases[] = {
        "",          "*",          "a/b",           "/%",          "/%4",      "/%zz",   "/%00",    "/a\0b"s,
        "/a%0d%0ab", "/\x7f",      "/..",           "/../etc",     "/a/../b",  "/a/..",  "/./a",    "/%2e%2e/etc",
        "/a/%2E./b", "/.%2e",      "/a%2fb",        "/a%2F..%2Fb", "//host/a", "/a//b",  "/a//",    "/%ff",
        "/%c0%af",   "/%ed%a0%80", "/%f4%90%80%80", "/%e4%b8",     "/a#b",     "/a?b#c", "/a?b\nc", "http:/a",
    };
    for (const std::string& text : cases) {
        const auto target = parse_target(text);
        EXPECT_FALSE(target) << text;
        if (target) continue;
        EXPECT_FALSE(target.error().message.empty()) << text;
        EXPECT_FALSE(target.error().remedy.empty()) << text;
    }
}

TEST(Target, BoundsItsLength) {
    EXPECT_TRUE(parse_target("/" + std::string(target_bytes_max - 1, 'a')));
    EXPECT_FALSE(parse_target("/" + std::string(target_bytes_max, 'a')));
}

TEST(Target, EncodesAPathSoThatItReadsBack) {
    EXPECT_EQ(encode_path("/tags/中文 \"x\"/"), "/tags/%E4%B8%AD%E6%96%87%20%22x%22/");
    EXPECT_EQ(encode_path("/a\\b?c#d&<e>"), "/a%5Cb%3Fc%23d%26%3Ce%3E");
    for (const std::string path : {"/", "/中文/a b/100%/x?y#z", "/'()*!:@,;="}) {
        const auto target = parse_target(encode_path(path));
        ASSERT_TRUE(target) << path;
        EXPECT_EQ(target->path, path);
    }
}

// What the fuzzer found worth keeping, and seeds; the property is the fuzzer's own (path_fuzz.cpp).
TEST(Target, HoldsItsPromiseOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/http/targets")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        ++files;
        const auto target = parse_target(text);
        if (!target) continue;
        const auto again = parse_target(encode_path(target->path));
        ASSERT_TRUE(again) << entry.path();
        EXPECT_EQ(again->path, target->path) << entry.path();
        EXPECT_EQ(("/" + target->path + "/").find("/../"), std::string::npos) << entry.path();
        EXPECT_EQ(target->path.find("//"), std::string::npos) << entry.path();
        EXPECT_EQ(target->path.find('\0'), std::string::npos) << entry.path();
    }
    EXPECT_GT(files, 10U);
}

}  // namespace
}  // namespace byline::http
