#include "templating/string_literal.hpp"

#include "templating/characters.hpp"

namespace byline::templating {
namespace {

int hexadecimal_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Reads exactly `count` hexadecimal digits.
bool append_hexadecimal(std::string& out, std::string_view digits, std::size_t count) {
    if (digits.size() < count) return false;
    char32_t code_point = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int value = hexadecimal_value(digits[i]);
        if (value < 0) return false;
        code_point = code_point * 16 + static_cast<char32_t>(value);
    }
    append_utf8(out, code_point);
    return true;
}

char simple_escape(char c) {
    switch (c) {
        case 'n': return '\n';
        case 't': return '\t';
        case 'r': return '\r';
        case 'a': return '\a';
        case 'b': return '\b';
        case 'f': return '\f';
        case 'v': return '\v';
        case '\\':
        case '\'':
        case '"': return c;
        default: return '\0';
    }
}

}  // namespace

std::optional<std::string> decode_string_literal(std::string_view inside) {
    std::string out;
    out.reserve(inside.size());
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\\' || i + 1 == inside.size()) {
            out.push_back(inside[i]);
            continue;
        }
        const char c = inside[++i];
        if (const char simple = simple_escape(c); simple != '\0') {
            out.push_back(simple);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            const std::size_t count = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            if (!append_hexadecimal(out, inside.substr(i + 1), count)) return std::nullopt;
            i += count;
        } else if (c >= '0' && c <= '7') {
            char32_t code_point = 0;
            std::size_t end = i;
            while (end < i + 3 && end < inside.size() && inside[end] >= '0' && inside[end] <= '7') {
                code_point = code_point * 8 + static_cast<char32_t>(inside[end++] - '0');
            }
            append_utf8(out, code_point);
            i = end - 1;
        } else if (c != '\n') {
            out.push_back('\\');
            out.push_back(c);
        }
    }
    return out;
}

}  // namespace byline::templating
