// What must be set aside before our output and that of older parsers can be compared.
// Pure; for the differential fuzzer and the replay of its corpus.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "markdown/character_class.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

// The reason why texts like this one are not compared, or an empty view.
[[nodiscard]] inline std::string_view known_disagreement(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
    const auto contains = [&](std::string_view piece) { return lower.find(piece) != std::string::npos; };
    if (contains(std::string_view("\0", 1))) return "NUL: each parser replaces it at another moment";
    if (contains("\r")) return "lone carriage returns: md4c and cmark-gfm end lines differently in code and HTML";
    if (contains("\v") || contains("\f")) return "form feeds: whitespace to some rules and parsers, not to others";
    if (contains("<!") || contains("<?")) return "comments and declarations: 0.31 changed what they may hold";
    if (contains("<search") || contains("<source") || contains("<textarea") || contains("</textarea")) {
        return "the lists of HTML block tags changed in 0.30 and 0.31";
    }
    if (contains("]:") && contains("-")) {
        return "dashes after a reference definition: text to cmark, a thematic break to commonmark.js and to us";
    }
    if (contains(" --") || contains(" **") || contains(" __") || contains(" - -") || contains(" * *")) {
        return "an item that ends with a thematic break before a blank line: the C parsers call the list tight";
    }
    if (text.substr(0, 3) == "\xef\xbb\xbf") return "a byte order mark: md4c shows it";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const std::uint32_t character = decode_forward(text, at);
        if (character == 0xfffd) return "ill-formed UTF-8: shown as it is, or replaced";
        const bool ascii_or_han = character < 0x80 || (character >= 0x4e00 && character < 0xa000);
        if (!ascii_or_han && at != begin)
            return "Unicode's classes differ by version, and symbols count as punctuation since 0.31";
    }
    return {};
}

// Without differences that no reader sees: line breaks between tags.
[[nodiscard]] inline std::string comparable(std::string_view html) {
    std::string out;
    for (const char c : html) {
        if (c == '\n' && (out.empty() || out.back() == '>' || out.back() == '\n')) continue;
        if (c == '<' && !out.empty() && out.back() == '\n') out.pop_back();
        out += c;
    }
    return out;
}

}  // namespace byline::markdown
