#include "highlighting/code_html.hpp"

#include <gtest/gtest.h>

#include "highlighting/code_samples.hpp"

namespace byline::highlighting {
namespace {

std::string html_of(std::string_view language, std::string_view code, std::string_view options_text = "") {
    const Languages& languages = shipped_languages();
    CodeOptions options;
    EXPECT_EQ(read_code_options(options_text, options), "");
    return to_html(languages, languages.find(language), code, options).string();
}

// What a browser would copy.
std::string text_of(std::string_view html) {
    std::string text;
    for (std::size_t i = 0; i < html.size(); ++i) {
        if (html[i] == '<') {
            i = html.find('>', i);
        } else if (html[i] == '&') {
            const std::size_t end = html.find(';', i);
            const std::string_view name = html.substr(i + 1, end - i - 1);
            text += name == "lt" ? '<' : name == "gt" ? '>' : name == "amp" ? '&' : name == "quot" ? '"' : '\'';
            i = end;
        } else {
            text += html[i];
        }
    }
    return text;
}

TEST(CodeHtml, HasClassesAndNoStyles) {
    EXPECT_EQ(html_of("rust", "fn 主() { \"<&>\" }\n"),
              "<span class=\"k\">fn</span> <span class=\"f\">主</span>() { <span class=\"s\">&quot;&lt;&amp;&gt;&quot;"
              "</span> }\n");
    EXPECT_EQ(html_of("no language", "<b>"), "&lt;b&gt;");
    EXPECT_EQ(html_of("rust", ""), "");
}

TEST(CodeHtml, WrapsLinesWhereTheyAreMarked) {
    EXPECT_EQ(html_of("c", "/* a\n\nb */ x\n", "{2-3}"),
              "<span class=\"line\"><span class=\"c\">/* a</span></span>\n<span class=\"line marked\"></span>\n"
              "<span class=\"line marked\"><span class=\"c\">b */</span> x</span>\n");
    EXPECT_EQ(html_of("text", "a\nb", "start=9 ins=1 del=\"2\""),
              "<span class=\"line inserted\" data-line=\"9\">a</span>\n"
              "<span class=\"line deleted\" data-line=\"10\">b</span>");
}

TEST(CodeHtml, CopiesAsTheCode) {
    for (const CodeSample& sample : code_samples()) {
        SCOPED_TRACE(sample.language);
        EXPECT_EQ(text_of(html_of(sample.language, sample.code)), sample.code);
        EXPECT_EQ(text_of(html_of(sample.language, sample.code, "linenos {1,3-4}")), sample.code);
        EXPECT_EQ(text_of(html_of("none", sample.code, "linenos")), sample.code);
    }
    EXPECT_EQ(text_of(html_of("c", "\n\n a\n\n", "linenos")), "\n\n a\n\n");
}

TEST(CodeOptions, AreReadInTheFormsThatPeopleKnow) {
    CodeOptions options;
    EXPECT_EQ(read_code_options("title=\"main file.rs\" {3,5-7} linenos=true, start=10", options), "");
    EXPECT_EQ(options.title, "main file.rs");
    EXPECT_TRUE(options.marked.contains(3) && options.marked.contains(6) && !options.marked.contains(4));
    EXPECT_EQ(options.start, 10U);
    EXPECT_EQ(options.line_numbers, LineNumbers::Shown);
    CodeOptions others;
    EXPECT_EQ(read_code_options("hl_lines='2 4-6' linenos=false ignored", others), "");
    EXPECT_TRUE(others.marked.contains(5));
    EXPECT_EQ(others.line_numbers, LineNumbers::Hidden);
    EXPECT_EQ(read_code_options("hl=x start=10", others), "hl=x");
    EXPECT_EQ(read_code_options("start=-1", others), "start=-1");
    EXPECT_EQ(read_code_options("{4-2}", others), "{4-2}");
    EXPECT_EQ(LineRanges::parse("6-2"), std::nullopt);
    EXPECT_EQ(LineRanges::parse(""), std::nullopt);
    EXPECT_TRUE(LineRanges::parse("99999999999999")->contains(10'000'000));
}

}  // namespace
}  // namespace byline::highlighting
