// All examples of the CommonMark specification, as npm's commonmark-spec has them.
#include <cstdlib>

#include <gtest/gtest.h>

#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "markdown/spec_examples.hpp"

namespace byline::markdown {
namespace {

TEST(CommonMark, EveryExampleOfTheSpecification) {
    const auto path = std::filesystem::path(BYLINE_ROOT) / "node_modules/commonmark-spec/spec.txt";
    if (!std::filesystem::exists(path)) {
        if (std::getenv("BYLINE_WITHOUT_NPM") != nullptr) {
            GTEST_SKIP() << path << " is not there, and BYLINE_WITHOUT_NPM allows that";
        }
        FAIL() << path << " is not there; run `npm install` in the project's folder, or ./dev test, which does";
    }
    const std::vector<SpecExample> examples = read_spec_examples(path);
    ASSERT_EQ(examples.size(), 652u);
    ParseOptions options;
    options.dialect = Dialect::CommonMark;
    for (const SpecExample& example : examples) {
        const Document document = parse(example.markdown, options);
        EXPECT_EQ(render_html(document).view(), example.html)
            << "example " << example.number << " of " << example.section << "\n"
            << example.markdown;
    }
}

}  // namespace
}  // namespace byline::markdown
