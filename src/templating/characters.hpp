// Characters of UTF-8 text: counting, finding, classes and case, by code point.
// Pure. Bytes that are not UTF-8 count as one character each, so that no input is an error here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace byline::templating {

struct Character {
    char32_t code_point = 0;
    std::size_t bytes = 1;
};

// The character that starts at `offset`, which must be inside the text.
[[nodiscard]] Character character_at(std::string_view text, std::size_t offset);
[[nodiscard]] std::size_t count_characters(std::string_view text);
// Byte offset of the index-th character; the text's size when there are fewer.
[[nodiscard]] std::size_t byte_offset(std::string_view text, std::size_t character_index);
void append_utf8(std::string& out, char32_t code_point);

// Whitespace as Python's str.isspace() has it.
[[nodiscard]] bool is_space(char32_t code_point);
// Letter, number or underscore: \w of a Python regular expression.
[[nodiscard]] bool is_word(char32_t code_point);
[[nodiscard]] std::string_view trim_spaces(std::string_view text);

// Full case mapping of the root locale.
[[nodiscard]] std::string to_upper(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_title(std::string_view character);
// True when the text has a cased character and none of the other case.
[[nodiscard]] bool is_upper_text(std::string_view text);
[[nodiscard]] bool is_lower_text(std::string_view text);

}  // namespace byline::templating
