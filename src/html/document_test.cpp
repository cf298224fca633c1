#include "html/document.hpp"

#include <string>

#include <gtest/gtest.h>

#include "html/document_properties.hpp"

namespace byline::html {
namespace {

std::string repeated(std::string_view text, int count) {
    std::string out;
    for (int index = 0; index < count; ++index) out += text;
    return out;
}

std::string shape_of(const Document& document) {
    std::string out;
    for (const Node& node : document.nodes) {
        out += node.is_text() ? "'" + node.text + "'" : node.name + std::to_string(node.depth);
        out += ' ';
    }
    return out;
}

TEST(HtmlDocument, IsTheTreeThatBrowsersMake) {
    const auto document = read("<!DOCTYPE html><p class='a  b'>中文<br>&amp;<p>二<table><td>x", "page.html", {});
    ASSERT_TRUE(document);
    EXPECT_EQ(shape_of(*document), "html0 head1 body1 p2 '中文' br3 '&' p2 '二' table2 tbody3 tr4 td5 'x' ");
    EXPECT_TRUE(document->nodes[3].has_class("b"));
    EXPECT_FALSE(document->nodes[3].has_class("a  b"));
}

TEST(HtmlDocument, LeavesScriptsOutOfText) {
    const auto document = read("<div>a<script>b</script><style>c</style> 好</div>", "page.html", {});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->text_below(0), "a 好");
}

TEST(HtmlDocument, RepairsBytesThatAreNoUtf8) {
    const auto document = read("<p>a\xFF\xC0z", "page.html", {});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->text_below(0), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

TEST(HtmlDocument, RefusesWhatIsBeyondItsLimits) {
    EXPECT_FALSE(read(repeated("x", 11), "page.html", {.bytes = 10}));
    EXPECT_FALSE(read(repeated("<b>", 11), "page.html", {.start_tags = 10}));
    EXPECT_FALSE(read(repeated("<p>words", 3000), "page.html", {.memory = 100'000}));
    EXPECT_FALSE(read(repeated("<div>", 30'000) + "<FrameSet>", "page.html", {.start_tags = 40'000}));
}

// Each paragraph opens all the elements again that those before it left open.
TEST(HtmlDocument, BoundsWhatBadNestingMakes) {
    std::string page;
    for (int index = 0; index < 4000; ++index) page += "<p><b id=" + std::to_string(index) + ">x</p>";
    EXPECT_FALSE(read(page, "page.html", {.memory = std::size_t{16} << 20U}));
}

TEST(HtmlDocument, IsSoundForHostilePages) {
    for (const std::string& page :
         {repeated("<div>", 2000), repeated("<div>", 2000) + "<frameset>", repeated("<b><div></b>", 500),
          repeated("<table><td>", 300), repeated("<svg><style><g>", 300), std::string("<"), std::string("\0<\0>", 4),
          std::string("<!-- saved"), std::string("<x y='"), std::string("<math><mi></p><template><p>")}) {
        EXPECT_TRUE(is_sound(page)) << page.substr(0, 40);
    }
}

}  // namespace
}  // namespace byline::html
