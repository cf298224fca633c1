// The one place where text becomes HTML: & < > " ' are written as references.
#pragma once

#include <string>
#include <string_view>

#include "text/safe_html.hpp"

namespace byline::text {

// Safe in element content and in quoted attribute values.
[[nodiscard]] SafeHtml escape_html(std::string_view text);

// Appends instead; for writers that build a page in one buffer.
void append_escaped_html(std::string& out, std::string_view text);

}  // namespace byline::text
