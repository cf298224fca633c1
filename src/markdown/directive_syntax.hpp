// The parts that the three forms of directives share: a name, a [label], {attributes}.
// Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace byline::markdown {

// Position after the name that begins at `position` (a letter, then letters, digits, - and _), or `position`.
[[nodiscard]] std::size_t scan_directive_name(std::string_view text, std::size_t position);

// A label at text[position] == '[' with balanced brackets on one line; the position after it, or 0.
[[nodiscard]] std::size_t scan_directive_label(std::string_view text, std::size_t position, std::string_view& label);

}  // namespace byline::markdown
