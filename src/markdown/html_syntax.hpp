// Recognises raw HTML: inline tags (specification section 6.6) and the starts and ends of HTML blocks (4.6).
// Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace byline::markdown {

// An open or closing tag at text[position] == '<'; the position after it, or 0.
[[nodiscard]] std::size_t scan_html_tag(std::string_view text, std::size_t position);

enum class TagSpan { AnyLines, OneLine };
[[nodiscard]] std::size_t scan_html_tag(std::string_view text, std::size_t position, TagSpan span);

// 1 to 7 as the specification numbers the conditions, 0 when `line` (from its '<') starts no HTML block.
[[nodiscard]] int html_block_condition(std::string_view line);
// Whether `line` ends a block that condition 1 to 5 started.
[[nodiscard]] bool ends_html_block(int condition, std::string_view line);

// GFM's "disallowed raw HTML": whether the tag at html[0] == '<' is one of those that are shown as text.
[[nodiscard]] bool is_filtered_tag(std::string_view html);

}  // namespace byline::markdown
