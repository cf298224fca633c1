#include "http/request_head.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "http/conditional.hpp"
#include "http/date_line.hpp"
#include "http/form.hpp"
#include "http/form_properties.hpp"
#include "http/ip_address.hpp"
#include "http/request_properties.hpp"

namespace byline::http {
namespace {

// What the fuzzer found worth keeping, and the requests that the server is tested with.
TEST(RequestHead, HoldsItsPropertiesOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/http/requests")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        ++files;
        EXPECT_EQ(fault_in_request(bytes), "") << entry.path();
    }
    EXPECT_GT(files, 100U);
}

TEST(RequestHead, KeepsTheFirstOfAHeader) {
    const std::string text =
        "GET /a?b HTTP/1.1\r\nHost: a\r\nif-none-match: \"x\"\r\nIf-None-Match: \"y\"\r\nRange:bytes=0-1\r\n\r\n";
    const auto head = std::make_unique<RequestHead>();
    ASSERT_EQ(find_head_end(text + "more", 0), text.size());
    ASSERT_EQ(read_request_head(text, *head).status, 0);
    EXPECT_EQ((*head)[KnownHeader::IfNoneMatch], "\"x\"");
    EXPECT_EQ((*head)[KnownHeader::Range], "bytes=0-1");
    EXPECT_EQ(head->target, "/a?b");
    EXPECT_EQ(head->header_count, 4U);
}

TEST(Conditional, ReadsAcceptEncoding) {
    const auto of = [](std::string_view header) {
        const AcceptedEncodings accepted = accepted_encodings(header);
        return std::string(accepted.gzip ? "g" : "") + (accepted.brotli ? "b" : "");
    };
    EXPECT_EQ(of("gzip, deflate, br, zstd"), "gb");
    EXPECT_EQ(of("GZIP;q=0.5"), "g");
    EXPECT_EQ(of("br;q=1.0, gzip;q=0"), "b");
    EXPECT_EQ(of("*"), "gb");
    EXPECT_EQ(of("*;q=0, gzip"), "g");
    EXPECT_EQ(of("gzip;q=0.000, *"), "b");
    EXPECT_EQ(of("identity"), "");
    EXPECT_EQ(of("xgzip, brx"), "");
    EXPECT_EQ(of(""), "");
}

TEST(Conditional, ComparesTagsWeakly) {
    EXPECT_TRUE(names_tag_of("\"a\"", "a"));
    EXPECT_TRUE(names_tag_of("\"a-gzip\"", "a"));
    EXPECT_TRUE(names_tag_of("W/\"b\", W/\"a-br\"", "a"));
    EXPECT_TRUE(names_tag_of(" * ", "a"));
    EXPECT_FALSE(names_tag_of("\"ab\"", "a"));
    EXPECT_FALSE(names_tag_of("a", "a"));
    EXPECT_FALSE(names_tag_of("\"a", "a"));
}

TEST(Conditional, ReadsDatesAndRanges) {
    EXPECT_EQ(parse_fixdate("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    EXPECT_EQ(parse_fixdate(imf_fixdate(1)), 1);
    EXPECT_FALSE(parse_fixdate("Sunday, 06-Nov-94 08:49:37 GMT"));
    EXPECT_FALSE(parse_fixdate("Sun, 06 Nox 1994 08:49:37 GMT"));
    const auto of = [](std::string_view header, std::uint64_t size) {
        const ByteRange range = read_range(header, size);
        if (range.kind == RangeKind::Whole) return std::string("whole");
        if (range.kind == RangeKind::NotSatisfiable) return std::string("none");
        return std::to_string(range.first) + "-" + std::to_string(range.last);
    };
    EXPECT_EQ(of("bytes=0-0", 10), "0-0");
    EXPECT_EQ(of("bytes=5-", 10), "5-9");
    EXPECT_EQ(of("bytes=5-100", 10), "5-9");
    EXPECT_EQ(of("bytes=-3", 10), "7-9");
    EXPECT_EQ(of("bytes=-30", 10), "0-9");
    EXPECT_EQ(of("bytes=10-", 10), "none");
    EXPECT_EQ(of("bytes=-0", 10), "none");
    EXPECT_EQ(of("bytes=0-", 0), "none");
    EXPECT_EQ(of("bytes=5-4", 10), "whole");
    EXPECT_EQ(of("bytes=0-1,3-4", 10), "whole");
    EXPECT_EQ(of("bytes=a-b", 10), "whole");
    EXPECT_EQ(of("bytes=99999999999999999999-", 10), "whole");
    EXPECT_EQ(of("lines=0-1", 10), "whole");
}

TEST(Form, HoldsItsPropertiesOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/http/forms")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        ++files;
        EXPECT_EQ(fault_in_form(bytes), "") << entry.path();
    }
    EXPECT_GE(files, 8U);
}

TEST(Form, ReadsWhatBrowsersSend) {
    const auto form = parse_form("name=%E6%9E%97+%E7%A0%9A&text=a%26b%0D%0Ac&tag=1&tag=2&&empty=&alone");
    ASSERT_TRUE(form);
    EXPECT_EQ((*form)["name"], "林 砚");
    EXPECT_EQ((*form)["text"], "a&b\r\nc");
    EXPECT_EQ(form->all("tag"), (std::vector<std::string_view>{"1", "2"}));
    EXPECT_TRUE(form->has("alone"));
    EXPECT_FALSE(form->has("absent"));
    EXPECT_EQ((*form)["absent"], "");
    EXPECT_EQ(form->fields().size(), 6U);
    for (const std::string_view bad : {"a=%", "a=%zz", "a=%00", "a=%ff", "%c0%af=a"})
        EXPECT_FALSE(parse_form(bad)) << bad;
    const FormLimits tight{.fields_max = 2, .name_bytes_max = 3, .value_bytes_max = 4};
    EXPECT_TRUE(parse_form("abc=1234&b=2", tight));
    EXPECT_FALSE(parse_form("a=1&b=2&c=3", tight));
    EXPECT_FALSE(parse_form("abcd=1", tight));
    EXPECT_FALSE(parse_form("a=12345", tight));
    EXPECT_TRUE(is_form_type("application/x-www-form-urlencoded; charset=UTF-8"));
    EXPECT_FALSE(is_form_type("multipart/form-data"));
}

TEST(IpAddress, KnowsNetworks) {
    const auto shortened = [](std::string_view text) { return IpAddress::from_text(text)->shortened().text(); };
    EXPECT_EQ(shortened("192.0.2.77"), "192.0.2.0");
    EXPECT_EQ(shortened("2001:db8:1:2:3::4"), "2001:db8:1::");
    EXPECT_EQ(IpAddress::from_text("2001:db8:1:2:3::4")->network().text(), "2001:db8:1:2::");
    EXPECT_EQ(IpAddress::from_text("::ffff:192.0.2.7"), IpAddress::from_text("192.0.2.7"));
    EXPECT_FALSE(IpAddress::from_text("192.0.2"));
    EXPECT_FALSE(IpAddress::from_text("a.example"));
    const auto within = [](std::string_view network, std::string_view address) {
        return IpNetwork::from_text(network)->contains(*IpAddress::from_text(address));
    };
    EXPECT_TRUE(within("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(within("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(within("127.0.0.1", "127.0.0.1"));
    EXPECT_FALSE(within("127.0.0.1", "127.0.0.2"));
    EXPECT_TRUE(within("::/0", "10.0.0.1"));
    EXPECT_TRUE(within("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(within("2001:db8::/33", "2001:db8:8000::1"));
    for (const std::string_view bad : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "a/8", "", "10.0.0.0/8x"}) {
        EXPECT_FALSE(IpNetwork::from_text(bad)) << bad;
    }
}

}  // namespace
}  // namespace byline::http
