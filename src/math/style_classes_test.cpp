#include "math/style_classes.hpp"

#include <gtest/gtest.h>

namespace byline::math {
namespace {

TEST(StyleClasses, StandInThePlaceOfStyles) {
    EXPECT_EQ(
        without_styles(
            "<math><mtd class=\"tml-right\" style=\"padding-left:1em;padding-right:0em;\"><mn>1</mn></mtd></math>"),
        "<math><mtd class=\"tml-right m-pl-100 m-pr-0\"><mn>1</mn></mtd></math>");
    EXPECT_EQ(without_styles("<mtd style=\"padding:0;width:50%\">"), "<mtd class=\"m-p-0 m-wide-50\">");
    EXPECT_EQ(without_styles("<math display=\"block\" style=\"display:block math;\">"), "<math display=\"block\">");
    EXPECT_EQ(without_styles("<mi style=\"color:#f00\" class=\"a\">x</mi>"),
              "<mi mathcolor=\"#f00\" class=\"a\">x</mi>");
    EXPECT_EQ(without_styles("<mo>=</mo>1 style=\"x\""), "<mo>=</mo>1 style=\"x\"");
}

TEST(StyleClasses, RoundLengths) {
    EXPECT_EQ(without_styles("<mtd style=\"padding-top:0.7ex\">"), "<mtd class=\"m-pt-30\">");
    EXPECT_EQ(without_styles("<mrow style=\"margin-left:-3mu\">"), "<mrow class=\"m-mln-15\">");
    EXPECT_EQ(without_styles("<mpadded style=\"padding:2.1em 0 0 0\">"),
              "<mpadded class=\"m-pt-200 m-pr-0 m-pb-0 m-pl-0\">");
    EXPECT_EQ(without_styles("<mtd style=\"padding-left:900em\">"), "<mtd class=\"m-pl-400\">");
    EXPECT_EQ(without_styles("<mtd style=\"padding-left:nan;padding-right:1furlong\">"), "<mtd>");
}

TEST(StyleClasses, LeaveOutWhatTheyDoNotKnow) {
    EXPECT_EQ(without_styles("<mi style=\"background:url(x)\">"), "<mi>");
    EXPECT_EQ(without_styles("<mi style=\""), "<mi style=\"");
    EXPECT_EQ(without_styles("<mi style=\"a"), "<mi style=\"a");
    EXPECT_EQ(without_styles("<mtd style=\"border-left:0.06em dashed \">"), "<mtd class=\"m-bl-dashed\">");
}

}  // namespace
}  // namespace byline::math
