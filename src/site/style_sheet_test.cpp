#include "site/style_sheet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "site/theme.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

using templating::Value;
using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(CompactCss, DropsCommentsAndIdleBlanks) {
    EXPECT_EQ(compact_css("/* a */\na ,\n b > c { color : red ;  top: calc(1px + 2px); }\n\n@media (a: b) { d { } }\n"),
              "a,b>c{color :red;top:calc(1px + 2px)}@media (a:b){d{}}");
    EXPECT_EQ(compact_css("a/**/b :hover { }"), "a b :hover{}");
}

TEST(CompactCss, LeavesQuotationsAndAddressesAlone) {
    EXPECT_EQ(compact_css("a { content: \" /* ; */  \\\" { \" ; background: url(a  b;c.png) }"),
              "a{content:\" /* ; */  \\\" { \";background:url(a  b;c.png)}");
    EXPECT_EQ(compact_css("a::before { content: \"「 ， 」\" }"), "a::before{content:\"「 ， 」\"}");
}

TEST(CompactCss, EndsAtWhateverIsNotClosed) {
    EXPECT_EQ(compact_css("a{} /* open"), "a{}");
    EXPECT_EQ(compact_css("a{content:\"open"), "a{content:\"open");
    EXPECT_EQ(compact_css("a{b:url(open"), "a{b:url(open");
    EXPECT_EQ(compact_css("a\\"), "a\\");
}

TEST(VariablesCss, SetsThemOnTheRoot) {
    Diagnostics diagnostics;
    const Value variables = Value::map({{"column", Value::view("36rem")}, {"leading", Value::integer(2)}});
    EXPECT_EQ(variables_css(variables, {}, diagnostics), ":root{--column:36rem;--leading:2}");
    EXPECT_TRUE(diagnostics.empty());
    EXPECT_EQ(variables_css({}, {}, diagnostics), "");
}

TEST(VariablesCss, RefusesWhatWouldLeaveTheRule) {
    for (const char* value : {"red}body{display:none", "red;", "</style>", "/* open", "\"open", "rgb(1", ""}) {
        Diagnostics diagnostics;
        EXPECT_EQ(variables_css(Value::map({{"paper", Value::view(value)}}), {}, diagnostics), "") << value;
        EXPECT_EQ(diagnostics.size(), 1U) << value;
    }
}

Theme theme_of(disk::MemoryDisk& disk, Value settings) {
    Configuration configuration;
    configuration.theme = "mine";
    configuration.theme_settings = std::move(settings);
    Theme::Reading reading = Theme::load(disk, "site", configuration);
    EXPECT_TRUE(reading.diagnostics.empty());
    return std::move(reading.theme);
}

TEST(Theme, AddsVariablesAndCustomCssToItsStyleSheet) {
    disk::MemoryDisk disk;
    disk.put("site/themes/mine/assets/custom.css", "p { color : red }");
    const Value variables = Value::map({{"paper", Value::view("#fff")}});
    const Theme theme = theme_of(disk, Value::map({{"variables", variables}, {"accent_dark", Value::view("#abc")}}));
    EXPECT_THAT(theme.find("assets/style.css")->bytes,
                EndsWith(":root{--accent-light:#abc;--accent-dark:#abc;--paper:#fff}p{color :red}"));
    EXPECT_EQ(theme.find("assets/custom.css"), nullptr);
}

TEST(Theme, FindsTheDefaultBehindAnOverride) {
    disk::MemoryDisk disk;
    disk.put("site/themes/mine/templates/list.html", "mine");
    const Theme theme = theme_of(disk, Value::map({}));
    EXPECT_EQ(theme.find_template("list.html")->bytes, "mine");
    EXPECT_THAT(theme.find_template("default:list.html")->bytes, HasSubstr("{% extends"));
    EXPECT_EQ(theme.find_template("default:list.html")->displayed_path, "(default theme)/templates/list.html");
    EXPECT_EQ(theme.find_template("default:work.html")->bytes, theme.find_template("work.html")->bytes);
    EXPECT_NE(theme.find_template("default:components/note.html"), nullptr);
    EXPECT_EQ(theme.find_template("default:none.html"), nullptr);
    for (const std::string_view path : theme.paths_below("templates/"))
        EXPECT_FALSE(path.starts_with("default:")) << path;
}

}  // namespace
}  // namespace byline::site
