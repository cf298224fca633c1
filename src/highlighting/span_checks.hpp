// Spans written so that people can read them, and what holds of all of them; for tests, fuzzers and benchmarks.
// Pure functions, and the program's languages, compiled once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/highlight.hpp"

namespace byline::highlighting {

// The program's own; compiled once for all tests.
[[nodiscard]] inline const Languages& shipped_languages() {
    static const Languages languages;
    return languages;
}

// "«k fn» «f main»()": each span that has a class, with its CSS class.
[[nodiscard]] inline std::string shown(std::string_view code, const std::vector<Span>& spans) {
    std::string text;
    std::size_t begin = 0;
    for (const Span& span : spans) {
        const std::string_view piece = code.substr(begin, span.end - begin);
        begin = span.end;
        if (span.token_class == TokenClass::None) {
            text += piece;
        } else {
            text.append("«").append(css_class(span.token_class)).append(" ").append(piece).append("»");
        }
    }
    return text;
}

// What holds of the spans of any bytes; what is wrong with them, or nothing.
[[nodiscard]] inline std::string check_spans(std::string_view code, const std::vector<Span>& spans) {
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (spans[i].end <= end) return "a span is empty, or goes back";
        if (i > 0 && spans[i].token_class == spans[i - 1].token_class) return "two neighbours of one class";
        end = spans[i].end;
        if (end > code.size()) return "a span behind the end";
    }
    return end == code.size() ? "" : "the spans do not cover the code";
}

}  // namespace byline::highlighting
