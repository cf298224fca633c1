#include "discussion/letter_text.hpp"

#include <algorithm>
#include <array>

#include "text/utf8.hpp"

namespace byline::discussion {
namespace {

bool is_unwanted(char32_t c) {
    const bool is_control = (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0);
    const bool turns = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return is_control || turns || c == 0xFEFF;
}

std::string unescaped(std::string_view html) {
    constexpr std::array<std::pair<std::string_view, char>, 6> references{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}}};
    std::string out;
    while (!html.empty()) {
        const auto* const found = std::find_if(references.begin(), references.end(),
                                               [&](const auto& one) { return html.starts_with(one.first); });
        out += found != references.end() ? found->second : html.front();
        html.remove_prefix(found != references.end() ? found->first.size() : 1);
    }
    return out;
}

}  // namespace

std::string filled_phrase(std::string_view phrase, Holes holes) {
    std::string out;
    while (!phrase.empty()) {
        const std::size_t open = std::min(phrase.find('{'), phrase.size());
        const std::size_t close = phrase.find('}', open);
        out += phrase.substr(0, open);
        phrase.remove_prefix(open);
        if (phrase.empty()) break;
        const std::string_view name =
            close == std::string_view::npos ? std::string_view() : phrase.substr(1, close - open - 1);
        const auto* const found =
            std::find_if(holes.begin(), holes.end(), [&](const auto& hole) { return hole.first == name; });
        out += found != holes.end() ? found->second : phrase.substr(0, 1);
        phrase.remove_prefix(found != holes.end() ? name.size() + 2 : 1);
    }
    return out;
}

std::string quotable(std::string_view text, std::size_t most_bytes) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::decode_next(text, at);
        if (out.size() >= most_bytes) return out + "…";
        if (c == '\t') {
            out += ' ';
        } else if (!is_unwanted(c)) {
            text::append_code_point(out, c);
        }
    }
    return out;
}

std::string one_quotable_line(std::string_view text, std::size_t most_bytes) {
    std::string out = quotable(text, most_bytes);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

std::string quoted_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out.append("> ").append(text.substr(0, end)).append("\n");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string page_title(std::string_view html) {
    constexpr std::string_view opening = "<title>";
    const std::size_t begin = html.find(opening);
    const std::size_t end = html.find("</title>", std::min(begin, html.size()));
    if (begin == std::string_view::npos || end == std::string_view::npos) return {};
    return unescaped(html.substr(begin + opening.size(), end - begin - opening.size()));
}

}  // namespace byline::discussion
