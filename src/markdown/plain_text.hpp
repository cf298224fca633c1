// plain_text() is what a Document says without its markup: for word counts, search and descriptions.
// Pure.
#pragma once

#include <cstdint>
#include <string>

#include "markdown/document.hpp"

namespace byline::markdown {

enum class CodeText : std::uint8_t { Keep, Omit };  // whether code blocks count as text

// Blocks are separated by one newline. Raw HTML, footnote marks and math markers are left out; image descriptions stay.
[[nodiscard]] std::string plain_text(const Document& document, CodeText code = CodeText::Keep);
// The text below one node, line breaks as spaces.
[[nodiscard]] std::string plain_text(Node node);

}  // namespace byline::markdown
