#include "publish/slides.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "markdown/parse.hpp"

namespace byline::publish {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<Slide> slides(std::string text) {
    const markdown::Document document = markdown::parse(std::move(text));
    markdown::Host host;
    return slides_of(document, host);
}

TEST(SlidesTest, AreDividedAtThematicBreaks) {
    const auto made =
        slides("# 域名 {.opening .dark}\n\nwords\n\n---\n\n## *Two*\n\n> ---\n> quoted\n\n***\n\n---\n\nlast\n");
    ASSERT_EQ(made.size(), 3U);  // a part without anything is no slide
    EXPECT_EQ(made[0].title, "域名");
    EXPECT_EQ(made[0].css_class, "opening dark");
    EXPECT_EQ(made[1].title, "Two");
    EXPECT_EQ(made[1].css_class, "");
    EXPECT_THAT(made[1].html.view(), HasSubstr("quoted"));
    EXPECT_EQ(made[2].title, "");
    EXPECT_EQ(made[2].html.view(), "<p>last</p>\n");
}

TEST(SlidesTest, HaveTheirNotesApart) {
    const auto made = slides(
        ":::notes\nfirst **one**\n:::\n\n## "
        "Title\n\n:::notes[Say]\nsecond\n:::\n\nafter\n\n---\n\n:::notes\nonly\n:::\n");
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].notes.view(), "<p>first <strong>one</strong></p>\n<p>second</p>\n");
    EXPECT_THAT(made[0].html.view(), HasSubstr("Title</h2>"));
    EXPECT_THAT(made[0].html.view(), HasSubstr("<p>after</p>"));
    EXPECT_THAT(made[0].html.view(), Not(HasSubstr("second")));
    EXPECT_EQ(made[1].html.view(), "");
    EXPECT_EQ(made[1].notes.view(), "<p>only</p>\n");
}

TEST(SlidesTest, KeepTheirFootnotes) {
    const auto made = slides("a[^n]\n\n---\n\nb[^n]\n\n[^n]: note\n");
    ASSERT_GE(made.size(), 2U);
    EXPECT_THAT(made[0].html.view(), HasSubstr("note"));
    EXPECT_THAT(made[0].html.view(), HasSubstr("slide-1-"));
}

TEST(SlidesTest, OfNothingAreNone) {
    EXPECT_TRUE(slides("").empty());
    EXPECT_TRUE(slides("---\n\n---\n").empty());
}

}  // namespace
}  // namespace byline::publish
