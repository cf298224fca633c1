// Entity and numeric character references (specification section 2.5) and backslash escapes (2.4).
// Pure functions over a constant table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace byline::markdown {

// If `text` begins with a reference (at '&'), appends what it stands for and returns its length; otherwise 0.
[[nodiscard]] std::size_t decode_entity(std::string_view text, std::string& out);

// Appends `text` with references and backslash escapes decoded: for destinations, titles, info strings.
void append_unescaped(std::string& out, std::string_view text);

// Whether append_unescaped() would change anything.
[[nodiscard]] bool needs_unescaping(std::string_view text);

}  // namespace byline::markdown
