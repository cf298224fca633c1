// Appends text to HTML as CommonMark's reference implementation writes it.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace byline::markdown {

// & < > " as references, NUL as U+FFFD; for element content and double-quoted attribute values.
void append_escaped(std::string& out, std::string_view text);

// A URL as an attribute's value: what must not stand in a URL is percent-encoded, the rest escaped.
void append_url(std::string& out, std::string_view url);

// Whether a browser would run or show something of its own for this URL: javascript:, vbscript:, file:, and data:
// other than the common picture formats.
[[nodiscard]] bool is_dangerous_url(std::string_view url);

// Whether HTML defines this attribute for the elements that attributes can be given to; others become data-….
[[nodiscard]] bool is_html_attribute(std::string_view name);

// Whether an attribute that a stranger wrote may stand on an element.
[[nodiscard]] bool is_harmless_attribute(std::string_view name);

// Raw HTML with the tags that GFM disallows shown as text.
void append_filtered_html(std::string& out, std::string_view html);

}  // namespace byline::markdown
