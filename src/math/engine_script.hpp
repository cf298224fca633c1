// The script that an Engine runs: Temml and what Duktape lacks for it, made by engine/transpile.mjs.
// Constant.
#pragma once

#include <string_view>

namespace byline::math {

// An expression in ECMAScript 5 and ASCII: its value is the function of engine/render.js.
[[nodiscard]] std::string_view engine_script();

}  // namespace byline::math
