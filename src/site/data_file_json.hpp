// JSON data files (RFC 8259) as values.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::site {

// `bytes` are UTF-8. Whole numbers beyond 64 bits become floating point. Nesting deeper than 64 is refused.
[[nodiscard]] Result<templating::Value> parse_json(std::string_view bytes, std::string_view path);

}  // namespace byline::site
