#include "text/internationalized_host.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

TEST(AsciiHost, IsWhatBrowsersLookUp) {
    EXPECT_EQ(ascii_host("例子.公司"), "xn--fsqu00a.xn--55qx5d");
    EXPECT_EQ(ascii_host("Bücher.example"), "xn--bcher-kva.example");
    EXPECT_EQ(ascii_host("faß.de"), "xn--fa-hia.de");  // nontransitional: not fass.de
    EXPECT_EQ(ascii_host("例子。公司"), "xn--fsqu00a.xn--55qx5d");
    EXPECT_EQ(ascii_host("ｅｘａｍｐｌｅ.org"), "example.org");
    EXPECT_EQ(ascii_host("EXAMPLE_1.org"), "example_1.org");
}

TEST(AsciiHost, IsNothingForWhatIsNoName) {
    const std::string long_label(80, 'a');
    const std::vector<std::string> bad_names = {"\xFF.example",      "a b例.example",           "例/.example",
                                                "例.." + long_label, long_label + "例.example", "\u200D例.example",
                                                "א1例.example"};
    for (const std::string& bad : bad_names) {
        EXPECT_FALSE(ascii_host(bad)) << bad;
    }
}

// A name that looks like an address is one, so that it is held against the rules for addresses.
TEST(AsciiHost, FindsAddressesThatHide) {
    EXPECT_EQ(ascii_host("１２７.0.0.1"), "127.0.0.1");
    EXPECT_EQ(ascii_host("①②⑦.0。0.1"), "127.0.0.1");
}

}  // namespace
}  // namespace byline::text
