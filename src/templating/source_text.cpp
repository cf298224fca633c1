#include "templating/source_text.hpp"

#include <algorithm>
#include <utility>

#include "text/utf8.hpp"

namespace byline::templating {

Place SourceText::place(std::uint32_t offset) const {
    return text::place_of(text, std::min<std::size_t>(offset, text.size()), displayed_path);
}

Error SourceText::error(std::uint32_t offset, std::string message, std::string remedy) const {
    Error error = content_error(std::move(message), std::move(remedy), place(offset));
    error.snippet = std::string(text::source_line(text, std::min<std::size_t>(offset, text.size())));
    return error;
}

std::string with_plain_newlines(std::string text) {
    if (text.find('\r') == std::string::npos) return text;
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            plain.push_back(text[i]);
            continue;
        }
        plain.push_back('\n');
        if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
    return plain;
}

}  // namespace byline::templating
