#include "text/xml.hpp"

#include <array>

#include "text/utf8.hpp"

namespace byline::text {
namespace {

constexpr std::array<bool, 256> xml_stopping_table() {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = i != '\t' && i != '\n';
    for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = true;
    for (std::size_t i = 0x80; i < 256; ++i) table[i] = true;
    return table;
}
constexpr std::array<bool, 256> xml_stops = xml_stopping_table();

// https://www.w3.org/TR/xml/#charsets, above ASCII
bool is_allowed(char32_t code_point) {
    return code_point <= 0xD7FF || (code_point >= 0xE000 && code_point <= 0xFFFD) || code_point >= 0x10000;
}

void append_xml_stopped(std::string& out, char32_t code_point) {
    switch (code_point) {
        case '&': out += "&amp;"; return;
        case '<': out += "&lt;"; return;
        case '>': out += "&gt;"; return;
        case '"': out += "&quot;"; return;
        case '\'': out += "&#39;"; return;
        case '\r': out += "&#13;"; return;  // as it is, a reader would make a line feed of it
        default: break;
    }
    if (code_point >= 0x20 && is_allowed(code_point)) append_code_point(out, code_point);
}

}  // namespace

void append_escaped_xml(std::string& out, std::string_view text) {
    std::size_t clean_from = 0;
    std::size_t offset = 0;
    while (offset < text.size()) {
        if (!xml_stops[static_cast<unsigned char>(text[offset])]) {
            ++offset;
            continue;
        }
        std::size_t after = offset;
        const char32_t c = decode_next(text, after);
        // Most of a text of another script goes over as it is.
        if (c >= 0x80 && c != replacement_character && is_allowed(c)) {
            offset = after;
            continue;
        }
        out.append(text, clean_from, offset - clean_from);
        append_xml_stopped(out, c);
        clean_from = offset = after;
    }
    out.append(text, clean_from);
}

std::string escape_xml(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_escaped_xml(out, text);
    return out;
}

}  // namespace byline::text
