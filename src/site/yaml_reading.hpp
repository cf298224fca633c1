// Reads one YAML document, as front matter and data files hold it.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "result/result.hpp"
#include "site/data_node.hpp"

namespace byline::site {

// `path` is shown in messages; `first_line` is the line of its file on which `bytes` begin. An empty document is Null.
//
// Plain scalars are what YAML 1.2's core schema makes of them, with two exceptions for what people mean: dates are kept
// as dates, and digits after a leading zero (007) are text. yes, no, on, off are text here; a key that wants true or
// false takes them. Merge keys (<<) are followed. Refused, with the place: a key that stands twice in one map, nesting
// deeper than 64, aliases that would make more than ten times the file's size of it, a second document.
[[nodiscard]] Result<DataNode> parse_yaml(std::string_view bytes, std::string_view path, std::uint32_t first_line = 1);

}  // namespace byline::site
