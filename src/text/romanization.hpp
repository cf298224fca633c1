// The Latin letters that stand for a character: tables made at build time (romanization/generate.cpp) from ICU and
// from romanization/polyphones.txt, so that no slug waits for ICU's transliterator to start.
// Pure functions over constants; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace byline::text {

// A word of several readings in its place; sorted by `word` in the table.
struct PolyphoneWord {
    std::string_view word;     // "银行"
    std::string_view reading;  // "yin hang", a syllable a character
};

// The letters for one character in lower case: "chang", "ss"; ü of pinyin is v.
// Nothing when the tables do not hold the character; they hold Han (U+3400 to U+9FFF and 〇), Latin and Cyrillic.
[[nodiscard]] std::optional<std::string_view> romanize(char32_t code_point);

[[nodiscard]] std::span<const PolyphoneWord> polyphone_words();

namespace romanization {

// What the generated file defines: for each range the index of a character's letters in `pieces`, 0 where there is
// none.
struct TableRange {
    char32_t first;
    char32_t last;
    const std::uint16_t* indices;
};

extern const std::span<const TableRange> ranges;
extern const std::span<const std::string_view> pieces;
extern const std::span<const PolyphoneWord> polyphones;

}  // namespace romanization
}  // namespace byline::text
