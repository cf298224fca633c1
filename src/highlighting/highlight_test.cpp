// What holds of all code: nothing is lost, no code point is cut, and the time is linear.
#include <random>

#include <gtest/gtest.h>

#include "highlighting/code_samples.hpp"
#include "text/utf8.hpp"

namespace byline::highlighting {
namespace {

// The ends of spans that lie inside of a well-formed sequence.
int cut_code_points(std::string_view code, const std::vector<Span>& spans) {
    std::vector<bool> is_boundary(code.size() + 1);
    for (std::size_t at = 0; at < code.size();) {
        is_boundary[at] = true;
        static_cast<void>(text::decode_next(code, at));
    }
    is_boundary[code.size()] = true;
    int cut = 0;
    for (const Span& span : spans) cut += is_boundary[span.end] ? 0 : 1;
    return cut;
}

TEST(Highlight, CutsNoCodePointOfCodeInAnotherLanguage) {
    const Languages& languages = shipped_languages();
    const auto samples = code_samples();
    for (const std::string_view name : languages.names()) {
        for (std::size_t i = 0; i < samples.size(); i += 7) {
            SCOPED_TRACE(std::string(name) + " reads " + samples[i].language);
            const auto spans = highlight(languages, *languages.find(name), samples[i].code);
            EXPECT_EQ(check_spans(samples[i].code, spans), "");
            EXPECT_EQ(cut_code_points(samples[i].code, spans), 0);
        }
    }
}

TEST(Highlight, KeepsAnyBytes) {
    const Languages& languages = shipped_languages();
    constexpr std::string_view often = "\"'`/\\{}()[]<>#$%*\n\t -=:;,.!?|&@~^_0129azAZ\xE4\xB8\xAD\xF0\x9F\xFF";
    std::minstd_rand random(7);
    for (const std::string_view name : languages.names()) {
        SCOPED_TRACE(name);
        for (int round = 0; round < 6; ++round) {
            std::string code(200, ' ');
            for (char& c : code) c = often[random() % often.size()];
            EXPECT_EQ(check_spans(code, highlight(languages, *languages.find(name), code)), "") << code;
        }
    }
}

// Repeated beginnings of everything that waits for an end, in every language: twice the code is at most a little more
// than twice the steps, and no byte costs more than the bound on looking ahead, for each region in another.
TEST(Highlight, TakesLinearlyManySteps) {
    const Languages& languages = shipped_languages();
    constexpr std::string_view units[] = {"\"",    "'",      "`",          "/*",       "(*",   "{-",   "<<E\n",
                                          "${",    "#{",     "<a",         "<a b=",    "R\"(", "r#\"", "```a\n",
                                          "---\n", "a:",     "a: |\n b\n", "[[",       "\\",   "$(",   "(",
                                          "{",     "a.b.",   "a ",         "0",        "/",    "%(",   "\xE4\xB8\xAD",
                                          "    ",  "\"\"\"", "<!--",       "<script>", "@a",   "$a$"};
    for (const std::string_view name : languages.names()) {
        const Language& language = *languages.find(name);
        for (const std::string_view unit : units) {
            std::uint64_t steps[2] = {};
            for (int twice = 0; twice < 2; ++twice) {
                std::string code;
                for (int i = 0; i < 400 * (twice + 1); ++i) code += unit;
                HighlightAccount account;
                const auto spans = highlight(languages, language, code, &account);
                ASSERT_EQ(check_spans(code, spans), "");
                steps[twice] = account.steps;
                EXPECT_LT(account.steps, 800 * code.size()) << name << ": " << unit;
            }
            EXPECT_LT(steps[1], steps[0] * 5 / 2 + 8000) << name << ": " << unit;
        }
    }
}

TEST(Highlight, LooksAtEachByteOfPlainCodeAFewTimes) {
    const Languages& languages = shipped_languages();
    for (const CodeSample& sample : code_samples()) {
        HighlightAccount account;
        static_cast<void>(highlight(languages, *languages.find(sample.language), sample.code, &account));
        EXPECT_LT(account.steps, 8 * sample.code.size()) << sample.language;
    }
}

TEST(Highlight, ShowsTooLongCodePlain) {
    const Languages& languages = shipped_languages();
    const std::string code(most_code_bytes + 1, 'a');
    EXPECT_EQ(highlight(languages, *languages.find("c"), code),
              (std::vector<Span>{{static_cast<std::uint32_t>(code.size()), TokenClass::None}}));
    EXPECT_TRUE(highlight(languages, *languages.find("c"), "").empty());
}

}  // namespace
}  // namespace byline::highlighting
