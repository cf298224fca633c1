// Folders of templates with what they render to, and the same folders rendered by jinja2.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "templating/jinja_oracle.hpp"
#include "templating/template_case.hpp"

namespace byline::templating {
namespace {

const std::filesystem::path root = BYLINE_ROOT "/fixtures/templating/cases";

TEST(TemplateCases, RenderAsExpected) {
    const std::vector<TemplateCase> cases = read_cases(root);
    ASSERT_GT(cases.size(), 50U);
    for (const TemplateCase& each : cases) {
        const auto rendered = render_case(each);
        if (each.expects_error) {
            EXPECT_FALSE(rendered.has_value()) << each.id << " rendered:\n" << (rendered ? *rendered : "");
            if (!rendered && std::getenv("BYLINE_WRITE_EXPECTED_ERRORS") != nullptr) {
                // For who changes a message: write, then read what git shows.
                std::ofstream(root / each.id / "expected_error.txt") << describe(rendered.error());
            } else if (!rendered) {
                EXPECT_EQ(describe(rendered.error()), each.expected) << each.id;
            }
        } else {
            EXPECT_TRUE(rendered.has_value()) << each.id << "\n" << (rendered ? "" : describe(rendered.error()));
            if (rendered) {
                EXPECT_EQ(*rendered, each.expected) << each.id;
            }
        }
    }
}

// What only Byline defines stands in cases/byline; each case's why.md says in what it differs.
TEST(TemplateCases, RenderAsJinjaDoes) {
    std::vector<TemplateCase> cases;
    for (TemplateCase& each : read_cases(root)) {
        if (!each.id.starts_with("byline/")) cases.push_back(std::move(each));
    }
    const auto answers = ask_oracle(cases);
    ASSERT_TRUE(answers.has_value())
        << "/usr/bin/python3 cannot import jinja2: install python3-jinja2 (./dev test does)";
    for (const TemplateCase& each : cases) {
        const OracleAnswer& answer = answers->at(each.id);
        if (each.expects_error) {
            EXPECT_FALSE(answer.error.empty()) << each.id << " is an error here, and rendered by jinja2:\n"
                                               << answer.output;
        } else {
            EXPECT_EQ(answer.error, "") << each.id;
            EXPECT_EQ(answer.output, each.expected) << each.id;
        }
    }
}

}  // namespace
}  // namespace byline::templating
