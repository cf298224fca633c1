#include "markdown/entities.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "markdown/character_class.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

struct NamedEntity {
    std::string_view name;
    std::string_view value;
};

#include "markdown/entity_table.inc"

constexpr std::size_t longest_name = 32;

// https://spec.commonmark.org/0.31.2/#numeric-character-references
std::size_t decode_numeric(std::string_view text, std::string& out) {
    const bool hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    std::size_t position = hexadecimal ? 3 : 2;
    const std::size_t first = position;
    const std::size_t most_digits = hexadecimal ? 6 : 7;
    std::uint32_t value = 0;
    while (position < text.size() && position - first <= most_digits) {
        const char c = text[position];
        if (!(hexadecimal ? is_hexadecimal(c) : is_digit(c))) break;
        const auto digit = static_cast<std::uint32_t>(is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10);
        value = value * (hexadecimal ? 16 : 10) + digit;
        ++position;
    }
    const std::size_t digits = position - first;
    if (digits == 0 || digits > most_digits || position >= text.size() || text[position] != ';') return 0;
    if (value == 0 || value >= 0x110000 || (value >= 0xd800 && value < 0xe000)) value = 0xfffd;
    append_utf8(out, value);
    return position + 1;
}

}  // namespace

std::size_t decode_entity(std::string_view text, std::string& out) {
    if (text.size() < 3) return 0;
    if (text[1] == '#') return decode_numeric(text, out);
    std::size_t end = 1;
    while (end < text.size() && end <= longest_name + 1 && is_alphanumeric(text[end])) ++end;
    if (end == 1 || end >= text.size() || text[end] != ';') return 0;
    const std::string_view name = text.substr(1, end - 1);
    const auto* found =
        std::lower_bound(std::begin(named_entities), std::end(named_entities), name,
                         [](const NamedEntity& entity, std::string_view wanted) { return entity.name < wanted; });
    if (found == std::end(named_entities) || found->name != name) return 0;
    out += found->value;
    return end + 1;
}

bool needs_unescaping(std::string_view text) {
    // Two searches of a whole text, where find_first_of() would make one of two characters at each byte.
    return text.find('\\') != std::string_view::npos || text.find('&') != std::string_view::npos;
}

void append_unescaped(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\\' && i + 1 < text.size() && is_ascii_punctuation(text[i + 1])) {
            out += text[i + 1];
            i += 2;
            continue;
        }
        if (text[i] == '&') {
            if (const std::size_t length = decode_entity(text.substr(i), out); length != 0) {
                i += length;
                continue;
            }
        }
        out += text[i++];
    }
}

}  // namespace byline::markdown
