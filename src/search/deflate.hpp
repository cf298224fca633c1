// Bytes made smaller, and back: the zlib format (RFC 1950), which browsers open as `deflate`.
// Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace byline::search {

[[nodiscard]] std::string deflate(std::string_view bytes);

// Nothing when the bytes are not whole, are followed by others, or would become more than `limit` bytes.
[[nodiscard]] std::optional<std::string> inflate(std::string_view bytes, std::size_t limit);

}  // namespace byline::search
