#include "site/input_properties.hpp"

#include <array>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "site/fixture_folder.hpp"
#include "site/sample_works.hpp"

namespace byline::site {
namespace {

// The fixture whole, cut at each byte, and with each byte replaced in turn.
void require_of_variants(const std::string& whole, const std::function<void(std::string_view)>& require_of) {
    require_of(whole);
    for (std::size_t size = 0; size < whole.size(); size += 7) require_of(std::string_view(whole).substr(0, size));
    std::string changed = whole;
    for (std::size_t i = 0; i < whole.size(); i += 3) {
        for (const char c : {'\0', '\n', '"', '[', '\xE4'}) {
            changed[i] = c;
            require_of(changed);
        }
        changed[i] = whole[i];
    }
}

TEST(InputProperties, HoldForFrontMatter) {
    for (const auto& path : fixtures_in("front_matter")) require_of_variants(read_whole(path), require_of_front_matter);
}

// Front matter made of what decides how YAML reads it: libyaml is asked of each text that is taken for flat.
TEST(InputProperties, HoldForFlatYaml) {
    constexpr std::array<std::string_view, 48> pieces = {
        "title: ", "date: ", "tags:\n", "tags: [", "\n",  "\n",         "\n- ", "\n  - ", "]\n",  ", ",
        ",",       ": ",     ":",       " ",       "  ",  "#",          " # ",  "#c\n",   "\"",   "'",
        "''",      "\\n",    "中文",    "，：",    "a b", "C++",        "007",  "7",      "-1.5", ".nan",
        "1e3",     "true",   "null",    "~",       "no",  "2005-01-01", "&a ",  "*a",     "!t ",  "{a: 1}",
        "<<: ",    "\u00A0", "\u2028",  "\uFEFF",  "\t",  "- ",         "...",  "? "};
    std::mt19937 random(20261123);
    const auto below = [&](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    int flat = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = "key: ";
        for (std::size_t pieces_left = below(14); pieces_left > 0; --pieces_left) text += pieces[below(pieces.size())];
        flat += require_of_flat_yaml(text) ? 1 : 0;
    }
    EXPECT_GT(flat, 500);
    EXPECT_TRUE(require_of_flat_yaml(
        "title: 人生啊：无常 0\ndate: 2005-01-01T10:00:00+08:00\n\n# c\ntags: [茶, 'a: b', \"c, d\", ]\n"
        "draft: false\nnote:\naliases:\n  - /old/\n  - \"/older/\"\nkeywords:\n- 一\n- 二\n"));
    for (const char* other : {"a: b\na: c\n", "a: b: c\n", "a: b #c\n", "a: |\n  b\n", "a: b\n  c\n", "a:\n  b: c\n",
                              "a: [b\n", "- a\n", "a: &b c\n", "a: \"\\n\"\n", ""})
        EXPECT_FALSE(require_of_flat_yaml(other)) << other;
}

TEST(InputProperties, HoldForConfigurations) {
    for (const auto& path : fixtures_in("configuration")) {
        require_of_variants(read_whole(path), require_of_configuration);
    }
}

TEST(InputProperties, HoldForDataFiles) {
    for (const auto& path : fixtures_in("data_files")) {
        require_of_variants(read_whole(path), [&](std::string_view bytes) {
            require_of_data_file(bytes, "a" + path.extension().string());
        });
    }
}

TEST(InputProperties, HoldForEncodedWorks) {
    const std::vector<Work> works = works_of_example();
    for (std::size_t i = 0; i < works.size(); i += 8) {
        std::string bytes;
        encode_work(works[i], bytes);
        require_of_variants(bytes, require_of_encoded_work);
    }
    std::string bytes;
    encode_diagnostics({{Severity::Warning, content_error("unknown key 'titel'", "did you mean 'title'?", {"中.md"})}},
                       bytes);
    require_of_variants(bytes, require_of_encoded_diagnostics);
}

}  // namespace
}  // namespace byline::site
