// What may stand in a page of what Graphviz drew, and what may not.
#include "diagrams/clean_svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagrams/svg_properties.hpp"

namespace byline::diagrams {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string cleaned(const std::string& inner, const SvgNaming& naming = {"p-", {}}) {
    auto made = clean_svg(
        "<?xml version=\"1.0\"?><!DOCTYPE svg><!-- x --><svg width=\"62pt\" height=\"116pt\" "
        "viewBox=\"0.00 0.00 62.00 116.00\"><g class=\"graph\">" +
            inner + "</g></svg>",
        naming);
    return made ? std::move(made)->string() : "error: " + made.error().message;
}

TEST(CleanSvg, HasOneRootWithItsSizeInPixels) {
    EXPECT_EQ(
        cleaned(""),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"83\" height=\"155\" viewBox=\"0.00 0.00 62.00 116.00\" "
        "class=\"graphviz\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"14\" fill=\"currentColor\" "
        "role=\"img\"><g class=\"graph\"></g></svg>");
}

TEST(CleanSvg, NamesThePicture) {
    EXPECT_THAT(cleaned("", {"p-", "请求 <1>"}),
                AllOf(HasSubstr("<title>请求 &lt;1&gt;</title>"), Not(HasSubstr("aria-label"))));
    EXPECT_THAT(cleaned("<a xlink:href=\"/x\"><text>y</text></a>", {"p-", "T"}),
                HasSubstr("role=\"group\" aria-label=\"T\""));
}

TEST(CleanSvg, TakesTheColourOfThePageForBlack) {
    EXPECT_THAT(cleaned("<g class=\"edge\"><path fill=\"none\" stroke=\"black\" d=\"M1,2\"/>"
                        "<polygon fill=\"black\" stroke=\"black\" points=\"1,2\"/></g>"),
                AllOf(HasSubstr("<path fill=\"none\" stroke=\"currentColor\" d=\"M1,2\"></path>"),
                      HasSubstr("<polygon fill=\"currentColor\" stroke=\"currentColor\""), Not(HasSubstr("black"))));
}

TEST(CleanSvg, KeepsTextBlackOnAColour) {
    const std::string made = cleaned(
        "<g class=\"node\"><title>a</title><ellipse fill=\"lightyellow\" stroke=\"black\" cx=\"1\"/><text>on</text></g>"
        "<g class=\"node\"><ellipse fill=\"none\" stroke=\"black\"/><text>off</text></g>"
        "<g class=\"edge\"><polygon fill=\"red\"/><text>edge</text></g>");
    EXPECT_THAT(made, AllOf(HasSubstr("<text fill=\"black\">on"), HasSubstr("<text>off"), HasSubstr("<text>edge"),
                            HasSubstr("class=\"graphviz\""), Not(HasSubstr("<title>"))));
}

TEST(CleanSvg, LeavesAllAsItWasOnAGroundOfItsOwn) {
    for (const std::string ground :
         {"<polygon fill=\"lightblue\" stroke=\"transparent\"/>",
          "<g class=\"cluster\"><polygon fill=\"lightgrey\" stroke=\"black\"/><text>c</text></g>"}) {
        EXPECT_THAT(cleaned(ground + "<g class=\"node\"><path fill=\"none\" stroke=\"black\"/></g>"),
                    AllOf(HasSubstr("class=\"graphviz on-white\""), HasSubstr("stroke=\"black\""),
                          Not(HasSubstr("currentColor"))));
    }
    EXPECT_THAT(cleaned("<polygon fill=\"white\" stroke=\"transparent\"/>"),
                AllOf(Not(HasSubstr("polygon")), HasSubstr("currentColor")));
}

TEST(CleanSvg, MakesIdsThePagesOwn) {
    EXPECT_THAT(
        cleaned("<g id=\"node1\" class=\"node\"><defs><linearGradient id=\"l_0\" gradientUnits=\"userSpaceOnUse\">"
                "<stop offset=\"0\" style=\"stop-color:red;stop-opacity:1.;\"/></linearGradient></defs>"
                "<polygon fill=\"url(#l_0)\"/></g>"),
        AllOf(HasSubstr("<linearGradient id=\"p-l_0\""), HasSubstr("fill=\"url(#p-l_0)\""),
              HasSubstr("<stop offset=\"0\" stop-color=\"red\" stop-opacity=\"1.\">"), Not(HasSubstr("node1")),
              Not(HasSubstr("style="))));
}

TEST(CleanSvg, KeepsLinksThatLeadSomewhere) {
    EXPECT_THAT(
        cleaned("<a xlink:href=\"https://example.org/?a=1&b=2\" target=\"_blank\"><text>x</text></a>"),
        AllOf(HasSubstr("<a href=\"https://example.org/?a=1&amp;b=2\"><text>x</text></a>"), Not(HasSubstr("target"))));
    EXPECT_THAT(cleaned("<a xlink:href=\"../dns/#记录\"><text>x</text></a>"), HasSubstr("<a href=\"../dns/#记录\">"));
    EXPECT_THAT(cleaned("<a xlink:title=\"tip\"><text>x</text></a>"),
                HasSubstr("<g><title>tip</title><text>x</text></g>"));
    for (const std::string address :
         {"javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
          "java&#10;script:alert(1)", "vbscript:x", "&#1;javascript:x", "file:///etc/passwd"}) {
        EXPECT_THAT(cleaned("<a xlink:href=\"" + address + "\"><text>x</text></a>"), Not(HasSubstr("href"))) << address;
    }
}

TEST(CleanSvg, LeavesOutWhatRunsOrLoads) {
    const std::string made = cleaned(
        "<script>alert(1)</script><style>@import 'x';</style><image xlink:href=\"http://example.org/x.png\"/>"
        "<foreignObject><body onload=\"x\">hidden</body></foreignObject><use href=\"#x\"/><svg><g/></svg>"
        "<animate onbegin=\"x\"/><set attributeName=\"href\"/>"
        "<path onclick=\"alert(1)\" style=\"background:url(http://x)\" fill=\"url(http://example.org/#a)\" "
        "stroke=\"expression(1)\" filter=\"url(#f)\" d=\"M0,0\"/><text onmouseover='x'>&lt;script&gt;</text>");
    EXPECT_EQ(
        made.substr(made.find("<g class")),
        "<g class=\"graph\"><path stroke=\"expression(1)\" d=\"M0,0\"></path><text>&lt;script&gt;</text></g></svg>");
}

TEST(CleanSvg, IsRefusedWithoutAPicture) {
    EXPECT_FALSE(clean_svg("", {}));
    EXPECT_FALSE(clean_svg("<html></html>", {}));
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "<g>";
    EXPECT_FALSE(clean_svg("<svg>" + deep, {}));
}

TEST(CleanSvg, IsSoundWhateverItIsGiven) {
    for (const std::string svg :
         {"<svg", "<svg a", "<svg a=", "<svg a=\"", "<svg><g></svg></g>", "<g><svg></g><script>x</script>",
          "</svg><svg>", "<svg><text>&#0;&#xD800;&#x110000;&bad;&", "<svg><text a='\"><script>'>x",
          "<svg><![CDATA[<script>]]></svg>", "<svg><!--><script>--></svg>", "<svg / / a//b='c'>"}) {
        EXPECT_EQ(fault_in_cleaned(svg), "") << svg;
    }
}

TEST(CleanSvgFuzzCorpus, IsSound) {
    check_corpus(BYLINE_ROOT "/fixtures/diagrams/fuzz_corpus");
}

}  // namespace
}  // namespace byline::diagrams
