// What letters are made of: phrases with holes, quoted texts of others, titles of pages.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace byline::discussion {

using Holes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Each "{name}" replaced by what is given for it; what was put in is not looked at again.
[[nodiscard]] std::string filled_phrase(std::string_view phrase, Holes holes);

// A text of somebody else's for a letter: without control characters and those that turn the direction of text, cut at
// the bound.
[[nodiscard]] std::string quotable(std::string_view text, std::size_t most_bytes);
// The same on one line.
[[nodiscard]] std::string one_quotable_line(std::string_view text, std::size_t most_bytes);
// With "> " before each line.
[[nodiscard]] std::string quoted_lines(std::string_view text);

// What the <title> of a page says; empty when it has none.
[[nodiscard]] std::string page_title(std::string_view html);

}  // namespace byline::discussion
