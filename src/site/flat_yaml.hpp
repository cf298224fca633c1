// Reads front matter as nearly all of it is written: keys at the margin, each with a scalar or a list of scalars.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "site/data_node.hpp"

namespace byline::site {

// What parse_yaml() makes of the same bytes, at a tenth of its cost; nothing where a line is not as plain as this, in
// whatever way, or is wrong: that is for parse_yaml() to read, and to explain.
[[nodiscard]] std::optional<DataNode> read_flat_yaml(std::string_view bytes, std::uint32_t first_line);

}  // namespace byline::site
