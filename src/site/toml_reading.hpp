// Reads a TOML document, as the configuration, front matter and data files hold it.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "result/result.hpp"
#include "site/data_node.hpp"

namespace byline::site {

// A map, its entries in the order of the file. `path` is shown in messages; `first_line` is the line of its file on
// which `bytes` begin. Nesting deeper than 64 is refused.
[[nodiscard]] Result<DataNode> parse_toml(std::string_view bytes, std::string_view path, std::uint32_t first_line = 1);

}  // namespace byline::site
