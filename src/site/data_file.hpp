// Data files (TOML, YAML, JSON, CSV) as values for templates: `_data/talks.toml` is `data.talks`.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::site {

// Parses by the file name's ending (.toml .yaml .yml .json .csv). A CSV becomes a list of maps by its header line.
// `path` is shown in messages. Bounded: nesting depth 64, YAML aliases expand to at most ten times the file's size.
[[nodiscard]] Result<templating::Value> parse_data_file(std::string_view bytes, std::string_view path);

}  // namespace byline::site
