// The right name nearest to a wrong one, for "did you mean".
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace byline::text {

// The fewest insertions, deletions, replacements and swaps of neighbours that make `b` of `a` (optimal string
// alignment, in code points), or `bound` + 1 when it takes more than `bound`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound);

// The candidate that differs least from `wrong`, the first of equals; letter case counts little. Nothing when none is
// near: one edit where the longer name has up to 4 characters, two up to 8, three beyond, and never every character.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view wrong, std::span<const std::string_view> right);

}  // namespace byline::text
