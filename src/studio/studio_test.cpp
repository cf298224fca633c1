#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "conversation/verdict.hpp"
#include "site/data_file.hpp"
#include "studio/embedded_desk.hpp"
#include "studio/entry_view.hpp"
#include "studio/page_writer.hpp"

namespace byline::studio {
namespace {

std::set<std::string> words_of(std::string_view path) {
    std::set<std::string> words;
    for (const EmbeddedFile& file : embedded_desk()) {
        if (file.path != path) continue;
        const auto table = site::parse_data_file(file.bytes, path);
        EXPECT_TRUE(table) << table.error().message;
        for (const auto& [key, phrase] : table->as_map()) words.insert(key.to_string());
    }
    return words;
}

std::unique_ptr<PageWriter> writer_in(const std::string& language) {
    PageSetup setup;
    setup.language = language;
    auto writer = PageWriter::make(std::move(setup));
    EXPECT_TRUE(writer) << writer.error().message;
    return std::move(*writer);
}

TEST(StudioWords, AreThereInBothLanguages) {
    const std::set<std::string> english = words_of("en.toml");
    EXPECT_GT(english.size(), 100U);
    EXPECT_EQ(english, words_of("zh.toml"));
    constexpr std::string_view call = "t(\"";
    for (const EmbeddedFile& file : embedded_desk()) {
        for (std::size_t at = file.bytes.find(call); at != std::string_view::npos; at = file.bytes.find(call, at + 1)) {
            const std::size_t begin = at + call.size();
            const std::string key(file.bytes.substr(begin, file.bytes.find('"', begin) - begin));
            // What ends so is joined with the rest of its name.
            if (!key.ends_with('_')) {
                EXPECT_TRUE(english.contains(key)) << file.path << ": " << key;
            }
        }
    }
}

TEST(StudioWords, SayEveryReasonOfAVerdict) {
    conversation::Rules rules;
    rules.blocked = {"casino"};
    const conversation::Circumstances known{.is_honeypot_filled = true,
                                            .form_seconds = 1,
                                            .last_minute = 50,
                                            .last_day = 1000,
                                            .spam_last_day = 3,
                                            .same_text = 4,
                                            .links = 12};
    conversation::QueueEntry entry;
    entry.verdict = conversation::judge(rules, {.name = "a", .email = {}, .website = {}, .body = "casino"}, known);
    ASSERT_EQ(entry.verdict.reasons.size(), 8U);
    for (const char* language : {"en", "zh"}) {
        const auto writer = writer_in(language);
        const auto said = reasons_of(*writer, rules, entry);
        ASSERT_EQ(said.size(), 8U);
        for (std::size_t index = 0; index < said.size(); ++index) {
            EXPECT_NE(said[index], entry.verdict.reasons[index].detail);
            EXPECT_EQ(said[index].find('{'), std::string::npos) << said[index];
        }
        EXPECT_NE(said[2], said[3]);
    }
}

TEST(StudioWords, SayWhyWhatIsBlamelessWaits) {
    const auto writer = writer_in("en");
    conversation::Rules rules;
    conversation::QueueEntry entry;
    EXPECT_EQ(reasons_of(*writer, rules, entry).at(0), "The name is not verified.");
    entry.is_verified = true;
    EXPECT_EQ(reasons_of(*writer, rules, entry).at(0), "The first of this reader.");
    rules.hold = conversation::Hold::All;
    EXPECT_EQ(reasons_of(*writer, rules, entry).at(0), "Everything waits, by your rules.");
    entry.kind = conversation::Kind::Mention;
    EXPECT_EQ(reasons_of(*writer, rules, entry).at(0), "It came from another site.");
}

TEST(StudioEntry, LinksNothingButTheWeb) {
    EXPECT_EQ(web_address("https://example.org/a"), "https://example.org/a");
    for (const char* bad : {"javascript:hit=1", "java\tscript:hit=1", "data:text/html,x", "//evil.example", ""}) {
        EXPECT_EQ(web_address(bad), "") << bad;
    }
}

}  // namespace
}  // namespace byline::studio
