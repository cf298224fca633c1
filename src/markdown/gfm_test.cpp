// The examples of GitHub's extensions, from its specification and from cmark-gfm's own tests.
#include <regex>

#include <gtest/gtest.h>

#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "markdown/spec_examples.hpp"

namespace byline::markdown {
namespace {

const auto conformance = std::filesystem::path(BYLINE_ROOT) / "../shared/conformance/gfm";

// Attribute order and self-closing slashes carry no meaning; the two files do not agree on them.
std::string normalized(std::string html) {
    html = std::regex_replace(html, std::regex("<input checked=\"\" disabled=\"\" type=\"checkbox\">"),
                              "<input type=\"checkbox\" checked=\"\" disabled=\"\" />");
    html = std::regex_replace(html, std::regex("<input disabled=\"\" type=\"checkbox\">"),
                              "<input type=\"checkbox\" disabled=\"\" />");
    // A box before its paragraph or in it.
    html = std::regex_replace(html, std::regex(" */>\n?"), "/>");
    return std::regex_replace(html, std::regex("/> "), "/>");
}

std::string render_gfm(const std::string& markdown) {
    ParseOptions options;
    options.dialect = Dialect::Gfm;
    return std::string(render_html(parse(markdown, options)).view());
}

TEST(Gfm, ExtensionExamplesOfTheSpecification) {
    const auto path = conformance / "spec.txt";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    int count = 0;
    for (const SpecExample& example : read_spec_examples(path)) {
        if (example.extension.empty()) continue;
        ++count;
        EXPECT_EQ(normalized(render_gfm(example.markdown)), normalized(example.html))
            << "line " << example.line << ", " << example.extension << "\n"
            << example.markdown;
    }
    EXPECT_GE(count, 20);
}

TEST(Gfm, ExtensionExamplesOfTheReferenceImplementation) {
    const auto path = conformance / "extensions.txt";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    const std::vector<SpecExample> examples = read_spec_examples(path);
    EXPECT_GE(examples.size(), 25u);
    for (const SpecExample& example : examples) {
        const std::string html = render_gfm(example.markdown);
        if (example.html == "<IGNORE>\n") continue;
        EXPECT_EQ(normalized(html), normalized(example.html)) << "line " << example.line << "\n" << example.markdown;
    }
}

}  // namespace
}  // namespace byline::markdown
