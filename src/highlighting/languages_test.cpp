// Each language on a case of its own, looked at by people; run with BYLINE_WRITE_EXPECTED=1 to write down what comes
// out.
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "highlighting/code_samples.hpp"

namespace byline::highlighting {
namespace {

TEST(Languages, ShowEachCaseAsExpected) {
    const Languages& languages = shipped_languages();
    const bool writes = std::getenv("BYLINE_WRITE_EXPECTED") != nullptr;
    for (const CodeSample& sample : code_samples()) {
        SCOPED_TRACE(sample.language);
        const Language* language = languages.find(sample.language);
        ASSERT_NE(language, nullptr);
        const auto spans = highlight(languages, *language, sample.code);
        EXPECT_EQ(check_spans(sample.code, spans), "");
        const std::string text = shown(sample.code, spans);
        if (writes) std::ofstream(sample.folder / "expected", std::ios::binary) << text;
        EXPECT_EQ(text, read_text(sample.folder / "expected"));
    }
}

TEST(Languages, HaveACaseEach) {
    const Languages& languages = shipped_languages();
    std::set<std::string, std::less<>> cases;
    for (const CodeSample& sample : code_samples()) cases.insert(sample.language);
    for (const std::string_view name : languages.names()) EXPECT_TRUE(cases.contains(name)) << name;
    EXPECT_GE(cases.size(), 40U);
}

TEST(Languages, AreAllRight) {
    const Languages& languages = shipped_languages();
    for (const Diagnostic& fault : languages.check_all()) {
        ADD_FAILURE() << fault.error.place.file << ':' << fault.error.place.line << ": " << fault.error.message;
    }
}

TEST(Languages, AreFoundByAliasInAnyCase) {
    const Languages& languages = shipped_languages();
    for (const auto& [alias, name] : std::initializer_list<std::pair<const char*, const char*>>{{"py", "python"},
                                                                                                {"JS", "javascript"},
                                                                                                {"c++", "cpp"},
                                                                                                {"rs", "rust"},
                                                                                                {"sh", "bash"},
                                                                                                {"yml", "yaml"},
                                                                                                {"SQL", "sql"},
                                                                                                {"tex", "latex"},
                                                                                                {"html+jinja", "jinja"},
                                                                                                {"cargo", "toml"},
                                                                                                {"txt", "text"}}) {
        ASSERT_NE(languages.find(alias), nullptr) << alias;
        EXPECT_EQ(languages.find(alias)->name(), name);
    }
    EXPECT_EQ(languages.find("pyton"), nullptr);
    EXPECT_EQ(languages.nearest("pyton"), "python");
    EXPECT_EQ(languages.nearest("中文中文"), std::nullopt);
}

TEST(Languages, ShowTheSameToManyThreadsAtOnce) {
    const auto samples = code_samples();
    const Languages languages;
    std::vector<std::vector<std::string>> shown_by(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < shown_by.size(); ++i) {
            threads.emplace_back([&, i] {
                // Each begins elsewhere, so that all compile at once.
                for (std::size_t k = 0; k < samples.size(); ++k) {
                    const CodeSample& sample = samples[(k + i * 17) % samples.size()];
                    shown_by[i].push_back(
                        sample.language +
                        shown(sample.code, highlight(languages, *languages.find(sample.language), sample.code)));
                }
                std::ranges::sort(shown_by[i]);
            });
        }
    }
    for (const auto& shown_by_one : shown_by) EXPECT_EQ(shown_by_one, shown_by[0]);
}

}  // namespace
}  // namespace byline::highlighting
