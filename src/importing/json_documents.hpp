// The JSON values of a file: one a line, or one that takes the whole file.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <functional>

#include "importing/byte_source.hpp"
#include "importing/comment_collector.hpp"
#include "json/value.hpp"

namespace byline::importing {

// Calls `take` for each value with the line that it begins in. Lines that are empty or begin with '#' are left out.
[[nodiscard]] Result<void> for_each_json(ByteSource& source, const CommentCollector& to,
                                         const std::function<Result<void>(const json::Value&, std::uint32_t)>& take);

}  // namespace byline::importing
