// Reading JSON that others wrote into values.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "json/value.hpp"
#include "result/result.hpp"

namespace byline::json {

inline constexpr std::size_t default_depth = 64;

struct ParseOptions {
    std::size_t max_depth = default_depth;  // of arrays and objects; what is deeper is refused
    std::uint32_t first_line = 1;           // of `bytes` in the file, for errors
};

// `bytes` are UTF-8 and one value. Whole numbers beyond 64 bits become floating point. Errors have line and column.
[[nodiscard]] Result<Value> parse(std::string_view bytes, std::string_view file, const ParseOptions& options = {});

}  // namespace byline::json
