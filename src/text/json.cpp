#include "text/json.hpp"

#include <array>

#include "text/utf8.hpp"

namespace byline::text {
namespace {

constexpr std::array<bool, 256> json_stopping_table() {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
    for (std::size_t i = 0x7F; i < 256; ++i) table[i] = true;
    for (const char c : {'"', '\\', '<', '>', '&'}) table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr std::array<bool, 256> json_stops = json_stopping_table();

void append_escape(std::string& out, char32_t code_point) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[code_point >> static_cast<unsigned>(shift) & 0xFU];
}

void append_json_stopped(std::string& out, char32_t code_point) {
    switch (code_point) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '<':
        case '>':
        case '&':
        case 0x7F:
        case 0x2028:
        case 0x2029: append_escape(out, code_point); return;
        default: break;
    }
    if (code_point < 0x20) {
        append_escape(out, code_point);
    } else {
        append_code_point(out, code_point);
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t clean_from = 0;
    std::size_t offset = 0;
    while (offset < text.size()) {
        if (!json_stops[static_cast<unsigned char>(text[offset])]) {
            ++offset;
            continue;
        }
        std::size_t after = offset;
        const char32_t c = decode_next(text, after);
        // Most of a text of another script goes over as it is.
        if (c >= 0x80 && c != replacement_character && c != 0x2028 && c != 0x2029) {
            offset = after;
            continue;
        }
        out.append(text, clean_from, offset - clean_from);
        append_json_stopped(out, c);
        clean_from = offset = after;
    }
    out.append(text, clean_from);
    out += '"';
}

std::string json_string(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_json_string(out, text);
    return out;
}

}  // namespace byline::text
