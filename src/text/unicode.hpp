// What kind of character a code point is, as far as East Asian text asks for it. Small range tables of Unicode 15.
// Pure functions; safe from any thread.
#pragma once

namespace byline::text {

// Chinese characters of every plane, their radicals, and 〇.
[[nodiscard]] bool is_han(char32_t code_point);

// Hiragana and katakana, half-width forms and phonetic extensions included.
[[nodiscard]] bool is_kana(char32_t code_point);

// Hangul syllables and letters.
[[nodiscard]] bool is_hangul(char32_t code_point);

// Any of the three: a character that counts and breaks on its own.
[[nodiscard]] inline bool is_cjk(char32_t code_point) {
    return code_point >= 0x1100 && (is_han(code_point) || is_kana(code_point) || is_hangul(code_point));
}

// Chinese, Japanese and Korean punctuation, full-width forms of ASCII punctuation included.
[[nodiscard]] bool is_cjk_punctuation(char32_t code_point);

// Takes two columns where width is fixed (East_Asian_Width W or F).
[[nodiscard]] bool is_wide(char32_t code_point);

// A letter, mark or digit of any script, as words are made of; not punctuation, symbol, emoji or space.
[[nodiscard]] bool is_word_character(char32_t code_point);

}  // namespace byline::text
