// JSON text of a Value: maps in their own order, UTF-8 left as it is.
// Pure.
#pragma once

#include <string>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::templating {

enum class JsonKeys { AsInserted, Sorted };

// An error for what JSON has no form for: functions, undefined, numbers that are not finite.
// Objects are written by their text if they have one, else by their items, else by their names.
// With `indent` of 0 or more each item has a line of its own.
[[nodiscard]] Result<std::string> to_json(const Value& value, JsonKeys keys = JsonKeys::AsInserted, int indent = -1);

}  // namespace byline::templating
