#include "importing/html_to_markdown.hpp"

#include <string>

#include <gtest/gtest.h>

#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"

namespace byline::importing {
namespace {

TEST(HtmlToMarkdown, KeepsTheSafeSubset) {
    EXPECT_EQ(html_to_markdown("<p>a <b>b</b> <i>c</i></p><p>d"), "a **b** *c*\n\nd");
    EXPECT_EQ(html_to_markdown("<ol><li>a<li>b<ul><li>c</ul></ol>"), "1. a\n2. b\n\n   - c");
    EXPECT_EQ(html_to_markdown("<blockquote>a<br>b</blockquote>"), "> a\\\n> b");
    EXPECT_EQ(html_to_markdown("<pre><code class='language-cpp'>a &lt; `b`\n\n</code></pre>"), "```cpp\na < `b`\n```");
    EXPECT_EQ(html_to_markdown("<a href='https://example.org/a b'>x[y]</a>"),
              "[x\\[y\\]](<https://example.org/a%20b>)");
    EXPECT_EQ(html_to_markdown("<a href='https://example.org/'>https://example.org/</a>"), "<https://example.org/>");
    EXPECT_EQ(html_to_markdown("<p>一行<br>二行<br><br>二段<br></p>"), "一行\\\n二行\n\n二段");
}

TEST(HtmlToMarkdown, LeavesTheTextOfEverythingElse) {
    EXPECT_EQ(html_to_markdown("<a href='javascript:alert(1)'>x</a><script>y</script>"), "x");
    EXPECT_EQ(html_to_markdown("<font color=red>红</font><img src=x onerror=y alt='图'>"), "红图");
    EXPECT_EQ(html_to_markdown("&lt;script&gt;"), "\\<script\\>");
    EXPECT_EQ(html_to_markdown("# a<br>- b<br>12. c<br>:::note<br>a_b*c*"),
              "\\# a\\\n\\- b\\\n12\\. c\\\n\\:::note\\\na\\_b\\*c\\*");
    EXPECT_EQ(html_to_markdown("see https://example.org/a_b_c* now_"), "see https://example.org/a_b_c* now\\_");
}

std::string shown(std::string_view html) {
    return std::string(markdown::render_html(markdown::parse(html_to_markdown(html), {}), {}).view());
}

TEST(HtmlToMarkdown, MeansTheSameInOurDialect) {
    EXPECT_EQ(shown("<p>水<b>滚开。</b>再等</p>"), "<p>水<strong>滚开。</strong>再等</p>\n");
    EXPECT_EQ(shown("<p>a<b>b</b><b>c</b><i><b>d</b></i></p>").find('*'), std::string::npos);
    EXPECT_EQ(shown("<p>*a* _b_ `c` [d](e) &amp;lt; $x$ {.y} ~~z~~ [[w]] :q[r]{s}</p>"),
              "<p>*a* _b_ `c` [d](e) &amp;lt; $x$ {.y} ~~z~~ [[w]] :q[r]{s}</p>\n");
}

TEST(HtmlToMarkdown, EndsForDeepHtml) {
    std::string deep;
    for (int index = 0; index < 3000; ++index) deep += "<blockquote><b>";
    EXPECT_NE(html_to_markdown(deep + "深").find("深"), std::string::npos);
}

}  // namespace
}  // namespace byline::importing
