#include "text/html_escape.hpp"

#include <array>

namespace byline::text {
namespace {

constexpr std::array<bool, 256> special_table() {
    std::array<bool, 256> table{};
    for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr std::array<bool, 256> is_special = special_table();

std::string_view reference_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        default: return "&#39;";
    }
}

}  // namespace

void append_escaped_html(std::string& out, std::string_view text) {
    std::size_t clean_from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_special[static_cast<unsigned char>(text[i])]) continue;
        out.append(text, clean_from, i - clean_from);
        out.append(reference_of(text[i]));
        clean_from = i + 1;
    }
    out.append(text, clean_from);
}

SafeHtml escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_escaped_html(out, text);
    return SafeHtml::vouch(std::move(out));
}

}  // namespace byline::text
