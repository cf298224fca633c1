#include "site/configuration.hpp"

#include <gtest/gtest.h>

#include "site/configuration_check.hpp"
#include "site/fixture_folder.hpp"
#include "templating/json.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

std::string line(std::string_view name, std::string_view value) {
    return value.empty() ? "" : std::string(name) + ": " + std::string(value) + "\n";
}

std::string dumped(const Author& author) {
    std::string out = line("  author", author.name) + line("  email", author.email) + line("  url", author.url) +
                      line("  portrait", author.portrait) + line("  tagline", author.tagline) +
                      line("  biography", author.biography) + line("  job_title", author.job_title) +
                      line("  organization", author.organization) + line("  location", author.location);
    for (const Link& link : author.links) out += line("  link", link.name + " " + link.url + " " + link.icon);
    return out;
}

std::string dumped(const std::map<std::string, std::vector<MenuEntry>>& menus) {
    std::string out;
    for (const auto& [name, entries] : menus) {
        for (const MenuEntry& entry : entries) {
            out += line("  menu " + name, entry.name + " " + entry.url + " " + std::to_string(entry.weight));
        }
    }
    return out;
}

std::string dumped(const Configuration& configuration) {
    std::string out = line("title", configuration.title) + line("description", configuration.description) +
                      line("base_url", configuration.base_url) + line("copyright", configuration.copyright) +
                      line("license_url", configuration.license_url) +
                      line("utc_offset_seconds", std::to_string(configuration.utc_offset_seconds));
    out += dumped(configuration.author) + dumped(configuration.menus);
    for (const Language& language : configuration.languages) {
        out += line("language", language.code + " " + language.name + " " + language.title);
        out += line("  description", language.description) + dumped(language.author) + dumped(language.menus);
    }
    for (const Taxonomy& taxonomy : configuration.taxonomies) {
        out += line("taxonomy", taxonomy.name + " " + taxonomy.singular);
        for (const auto& [code, title] : taxonomy.titles) out += line("  " + code, title);
    }
    out += line("folders", configuration.content_folder + " " + configuration.output_folder) +
           line("default_kind", configuration.default_kind) + line("theme", configuration.theme) +
           line("theme_settings", *templating::to_json(configuration.theme_settings));
    for (const std::string& glob : configuration.ignore) out += line("ignore", glob);
    for (const auto& [kind, pattern] : configuration.permalinks) out += line("permalink " + kind, pattern);
    out += line("slugs", configuration.slug_style == SlugStyle::Pinyin ? "pinyin" : "characters");
    for (const auto& [word, reading] : configuration.pinyin) out += line("  " + word, reading);
    if (configuration.has_comments) {
        std::string states;
        for (const Commenting commenting : configuration.commenting)
            states += " " + std::to_string(static_cast<int>(commenting));
        out += line("comments", "by kind" + states);
    }
    out += line("page_size", std::to_string(configuration.page_size)) +
           line("feeds", std::to_string(configuration.feeds.size) + (configuration.feeds.full ? " full" : " summary")) +
           line("reading", std::to_string(configuration.words_per_minute) + " " +
                               std::to_string(configuration.characters_per_minute));
    return out;
}

TEST(Configuration, ReadsEachFixture) {
    const auto inputs = fixtures_in("configuration");
    ASSERT_GE(inputs.size(), 10U);
    for (const auto& input : inputs) {
        const ConfigurationReading reading = read_configuration(read_whole(input), input.filename().string());
        expect_fixture(input, printed(reading.diagnostics) + dumped(reading.configuration));
    }
}

TEST(Configuration, HasALanguageAndATaxonomyWithoutBeingTold) {
    const Configuration configuration = read_configuration("", "byline.toml").configuration;
    ASSERT_EQ(configuration.languages.size(), 1U);
    EXPECT_EQ(configuration.languages.front().code, "en");
    ASSERT_EQ(configuration.taxonomies.size(), 1U);
    EXPECT_EQ(configuration.taxonomies.front().name, "tags");
    EXPECT_TRUE(configuration.theme_settings.is_map());
}

TEST(Configuration, FindsLanguages) {
    const Configuration configuration =
        read_configuration("language = \"zh\"\n[languages.en]\n[languages.zh]\nname = \"中文\"\n", "byline.toml")
            .configuration;
    ASSERT_EQ(configuration.languages.size(), 2U);
    EXPECT_EQ(configuration.languages.front().name, "中文");
    EXPECT_EQ(configuration.language_named("en").code, "en");
    EXPECT_EQ(configuration.language_named("fr").code, "zh");
    EXPECT_TRUE(configuration.has_language("en"));
    EXPECT_FALSE(configuration.has_language("fr"));
}

TEST(ConfigurationCheck, KnowsLanguageCodes) {
    for (const char* code : {"en", "zh", "zh-Hant", "pt-BR", "sr-Latn-RS", "cmn"})
        EXPECT_TRUE(is_language_code(code)) << code;
    for (const char* code : {"", "e", "english", "zh_CN", "zh-", "-zh", "12", "zh--TW"}) {
        EXPECT_FALSE(is_language_code(code)) << code;
    }
}

TEST(ConfigurationCheck, KnowsOffsets) {
    EXPECT_EQ(parse_utc_offset("+08:00"), 28800);
    EXPECT_EQ(parse_utc_offset("-0330"), -12600);
    EXPECT_EQ(parse_utc_offset("Z"), 0);
    for (const char* text : {"", "8", "08:00", "+8", "+24:00", "+08:60", "Asia/Shanghai"}) {
        EXPECT_FALSE(parse_utc_offset(text)) << text;
    }
}

}  // namespace
}  // namespace byline::site
