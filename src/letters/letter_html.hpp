// The HTML of a letter says what its text says: paragraphs, quotations, and links where an address has a line of its
// own. Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "text/safe_html.hpp"

namespace byline::letters {

// Everything is escaped. An address that follows a line with a colon at its end is a link under that line's words. Each
// part is marked with the language that its characters tell, so that mail programs take the right glyphs.
[[nodiscard]] text::SafeHtml letter_html(std::string_view text);

}  // namespace byline::letters
