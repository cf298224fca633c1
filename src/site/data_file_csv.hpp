// CSV data files (RFC 4180) as values.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::site {

// A list of maps by the names of the header line; every value is text. Empty lines are passed over. An error: a row of
// another length than the header, a name that stands twice in the header or is empty, an unclosed quote.
[[nodiscard]] Result<templating::Value> parse_csv(std::string_view bytes, std::string_view path);

}  // namespace byline::site
