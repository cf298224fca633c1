#include "text/url.hpp"

#include <gtest/gtest.h>

namespace byline::text {
namespace {

// RFC 3986, section 5.4: the examples of both tables.
TEST(Url, ResolvesTheExamplesOfTheStandard) {
    const std::string_view base = "http://a/b/c/d;p?q";
    for (const auto& [relative, target] : {
             std::pair{"g:h", "g:h"},
             {"g", "http://a/b/c/g"},
             {"./g", "http://a/b/c/g"},
             {"g/", "http://a/b/c/g/"},
             {"/g", "http://a/g"},
             {"//g", "http://g"},
             {"?y", "http://a/b/c/d;p?y"},
             {"g?y", "http://a/b/c/g?y"},
             {"#s", "http://a/b/c/d;p?q#s"},
             {"g#s", "http://a/b/c/g#s"},
             {"g?y#s", "http://a/b/c/g?y#s"},
             {";x", "http://a/b/c/;x"},
             {"g;x", "http://a/b/c/g;x"},
             {"g;x?y#s", "http://a/b/c/g;x?y#s"},
             {"", "http://a/b/c/d;p?q"},
             {".", "http://a/b/c/"},
             {"./", "http://a/b/c/"},
             {"..", "http://a/b/"},
             {"../", "http://a/b/"},
             {"../g", "http://a/b/g"},
             {"../..", "http://a/"},
             {"../../", "http://a/"},
             {"../../g", "http://a/g"},
             {"../../../g", "http://a/g"},
             {"../../../../g", "http://a/g"},
             {"/./g", "http://a/g"},
             {"/../g", "http://a/g"},
             {"g.", "http://a/b/c/g."},
             {".g", "http://a/b/c/.g"},
             {"g..", "http://a/b/c/g.."},
             {"..g", "http://a/b/c/..g"},
             {"./../g", "http://a/b/g"},
             {"./g/.", "http://a/b/c/g/"},
             {"g/./h", "http://a/b/c/g/h"},
             {"g/../h", "http://a/b/c/h"},
             {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
             {"g;x=1/../y", "http://a/b/c/y"},
             {"g?y/./x", "http://a/b/c/g?y/./x"},
             {"g#s/../x", "http://a/b/c/g#s/../x"},
             {"http:g", "http:g"},
         }) {
        EXPECT_EQ(resolve(base, relative), target) << relative;
    }
    EXPECT_EQ(resolve("/articles/dns/", "../tcp/#a"), "/articles/tcp/#a");
    EXPECT_EQ(resolve("https://example.org", "a"), "https://example.org/a");
}

TEST(Url, IsTakenApart) {
    const UrlParts parts = split_url("https://example.org:8080/a/b?c=d#e");
    EXPECT_EQ(parts.scheme, "https");
    EXPECT_EQ(parts.authority, "example.org:8080");
    EXPECT_EQ(parts.path, "/a/b");
    EXPECT_EQ(parts.query, "c=d");
    EXPECT_EQ(parts.fragment, "e");
    const UrlParts empty = split_url("a?#");
    EXPECT_FALSE(empty.scheme);
    EXPECT_FALSE(empty.authority);
    EXPECT_EQ(empty.query, "");
    EXPECT_EQ(empty.fragment, "");
    EXPECT_EQ(split_url("/a:b").path, "/a:b");
    EXPECT_EQ(scheme_of("mailto:a@b"), "mailto");
    EXPECT_EQ(scheme_of("1a:b"), "");
    EXPECT_TRUE(is_absolute("data:,x"));
    EXPECT_FALSE(is_absolute("//host/a"));
    EXPECT_TRUE(is_external("//host/a"));
    EXPECT_FALSE(is_external("/a"));
    EXPECT_TRUE(is_web_url("HTTPS://a"));
    EXPECT_FALSE(is_web_url("https:///a"));
    EXPECT_FALSE(is_web_url("ftp://a"));
}

TEST(Url, EncodesAndDecodes) {
    EXPECT_EQ(percent_encode_path("/标签/a b/c%d?#"), "/%E6%A0%87%E7%AD%BE/a%20b/c%25d%3F%23");
    EXPECT_EQ(percent_encode_component("a/b&c"), "a%2Fb%26c");
    EXPECT_EQ(percent_encode_url("https://a/标?x=y z#50%"), "https://a/%E6%A0%87?x=y%20z#50%25");
    EXPECT_EQ(percent_encode_url("/a%20b%zz%2"), "/a%20b%25zz%252");
    EXPECT_EQ(percent_decode("%E6%A0%87%e7"), "标\xE7");
    for (const char* bad : {"%", "%a", "%zz", "a%2"}) EXPECT_FALSE(percent_decode(bad)) << bad;
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    EXPECT_EQ(percent_decode(percent_encode_path(all)), all);
    EXPECT_EQ(percent_decode(percent_encode_component(all)), all);
}

TEST(Url, JoinsTheSitesAddress) {
    EXPECT_EQ(join_base("https://a/blog/", "/b/"), "https://a/blog/b/");
    EXPECT_EQ(join_base("https://a", "b"), "https://a/b");
    EXPECT_EQ(join_base("https://a/", "/"), "https://a/");
}

TEST(OutputPath, MayBeWritten) {
    for (const char* path :
         {"a", "a/b.html", "a/", ".well-known/x", "标签/重庆/", "a..b", "...", "con", "a b", "50%", "a:b"}) {
        EXPECT_TRUE(valid_output_path(path)) << path;
    }
}

TEST(OutputPath, NeverLeavesTheOutput) {
    for (const char* path : {"", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/..", ".", "./a", "a/.", "a//b",
                             "a\\b", "%2e%2e/a", "%2E./a", "a/.%2e/b", "a%2f..", "a\nb", "a\x7F", "\xFF"}) {
        EXPECT_FALSE(valid_output_path(path)) << path;
    }
    EXPECT_FALSE(valid_output_path(std::string_view("a\0b", 3)));
    EXPECT_TRUE(valid_output_path(std::string(255, 'a')));
    EXPECT_FALSE(valid_output_path(std::string(256, 'a')));
    std::string longest;
    while (longest.size() < 1024) longest += "abcdefg/";
    EXPECT_TRUE(valid_output_path(longest));
    EXPECT_FALSE(valid_output_path(longest + "a"));
}

}  // namespace
}  // namespace byline::text
