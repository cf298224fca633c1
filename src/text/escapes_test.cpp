#include <gtest/gtest.h>

#include "text/html_escape.hpp"
#include "text/json.hpp"
#include "text/utf8.hpp"
#include "text/xml.hpp"

namespace byline::text {
namespace {

TEST(Html, EscapesWhatMeansSomething) {
    EXPECT_EQ(escape_html("a<b> & \"c\" 'd' 中").view(), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; 中");
}

TEST(Json, MayStandInAScript) {
    EXPECT_EQ(json_string("</script>&\u2028\u2029"), "\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\"");
    EXPECT_EQ(json_string("a\"b\\c\n\r\t\x01\x7F 中😀"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f 中😀\"");
    EXPECT_EQ(json_string(std::string_view("\0", 1)), "\"\\u0000\"");
    EXPECT_EQ(json_string(""), "\"\"");
}

TEST(Json, RepairsBadBytes) {
    EXPECT_EQ(json_string("a\xFF"
                          "b"),
              "\"a\uFFFD"
              "b\"");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    EXPECT_FALSE(find_invalid(json_string(all)));
}

TEST(Xml, EscapesAndDrops) {
    EXPECT_EQ(escape_xml("a<b> & \"c\" 'd' 中"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; 中");
    EXPECT_EQ(escape_xml("a\x01\x0B\x1F"
                         "b\t\n\r\uFFFE\uFFFF!"),
              "ab\t\n&#13;!");
    EXPECT_EQ(escape_xml("a\xFF"
                         "b"),
              "a\uFFFD"
              "b");
    EXPECT_EQ(escape_xml(std::string_view("a\0b", 3)), "ab");
}

}  // namespace
}  // namespace byline::text
