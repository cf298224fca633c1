// Finds where a region ends: at a text, at a line of its own, or at the first line that is indented less.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "highlighting/rule_action.hpp"

namespace byline::highlighting {

struct RegionEnd {
    std::size_t at = 0;   // the first byte that does not belong to the region
    std::size_t end = 0;  // behind what ends it
};

// The end literal of `region`, with what its first group matched in place of $1.
[[nodiscard]] std::string end_of_region(const RegionAction& region, std::string_view first_group);

// In text[begin, limit); the limit when the region does not end before. `indentation` is that of the line on which a
// region begins that ends by indentation.
[[nodiscard]] RegionEnd find_region_end(const RegionAction& region, std::string_view end_text, std::size_t indentation,
                                        std::string_view text, std::size_t begin, std::size_t limit);

// How many blanks stand at the beginning of the line in which `at` is.
[[nodiscard]] std::size_t indentation_at(std::string_view text, std::size_t begin, std::size_t at);

}  // namespace byline::highlighting
