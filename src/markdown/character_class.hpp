// Classes of single bytes, as the specification's "Characters and lines" names them.
// Constant tables and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace byline::markdown {

namespace character_bits {
inline constexpr std::uint8_t alpha = 1;
inline constexpr std::uint8_t digit = 2;
inline constexpr std::uint8_t punctuation = 4;
inline constexpr std::uint8_t blank = 8;        // space, tab
inline constexpr std::uint8_t whitespace = 16;  // space, tab, line feed, form feed, carriage return
inline constexpr std::uint8_t hexadecimal = 32;
inline constexpr std::uint8_t destination_stop = 64;  // what a bare link destination has to be looked at for

constexpr std::array<std::uint8_t, 256> make_table() {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = '!'; c <= '~'; ++c) table[c] = punctuation;
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = digit | hexadecimal;
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = alpha;
    for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = alpha;
    for (unsigned c = 'a'; c <= 'f'; ++c) table[c] |= hexadecimal;
    for (unsigned c = 'A'; c <= 'F'; ++c) table[c] |= hexadecimal;
    for (const unsigned char c : {' ', '\t'}) table[c] = blank | whitespace;
    for (const unsigned char c : {'\n', '\f', '\r'}) table[c] = whitespace;
    for (unsigned c = 0; c <= ' '; ++c) table[c] |= destination_stop;
    for (const unsigned char c : {'(', ')', '\\', '\x7f'}) table[c] |= destination_stop;
    return table;
}
inline constexpr std::array<std::uint8_t, 256> table = make_table();

constexpr bool has(char c, std::uint8_t bits) {
    return (table[static_cast<unsigned char>(c)] & bits) != 0;
}
}  // namespace character_bits

constexpr bool is_alpha(char c) {
    return character_bits::has(c, character_bits::alpha);
}
constexpr bool is_digit(char c) {
    return character_bits::has(c, character_bits::digit);
}
constexpr bool is_alphanumeric(char c) {
    return character_bits::has(c, character_bits::alpha | character_bits::digit);
}
constexpr bool is_hexadecimal(char c) {
    return character_bits::has(c, character_bits::hexadecimal);
}
constexpr bool is_ascii_punctuation(char c) {
    return character_bits::has(c, character_bits::punctuation);
}
constexpr bool is_blank(char c) {
    return character_bits::has(c, character_bits::blank);
}
constexpr bool is_whitespace(char c) {
    return character_bits::has(c, character_bits::whitespace);
}
constexpr bool is_ascii_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
constexpr bool stops_destination(char c) {
    return character_bits::has(c, character_bits::destination_stop);
}
constexpr bool is_continuation_byte(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}
constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr std::string_view without_blanks_around(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace byline::markdown
