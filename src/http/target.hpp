// A Target is the path and query of a request, percent-decoded once and safe to look up.
// A value: copy it, move it, send it between threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::http {

struct Target {
    std::string path = "/";  // decoded UTF-8; starts with '/'; no empty, '.' or '..' segment, no control character
    std::string query;       // what follows the first '?', as it was sent

    friend bool operator==(const Target&, const Target&) = default;
};

inline constexpr std::size_t target_bytes_max = 4096;

// Reads a request target in origin form ("/a/b?c") or absolute form ("http://host/a/b?c"), RFC 9112 section 3.2.
// What could mean two things to two programs is refused, not repaired: bad escapes, NUL and control characters,
// an encoded slash, '.' and '..' segments, '//', bytes that are not UTF-8, more than `target_bytes_max` bytes.
[[nodiscard]] Result<Target> parse_target(std::string_view text);

// The path as it may stand in a URL or a Location header: everything but RFC 3986's unreserved characters,
// '/', and the sub-delimiters that are safe in a path is percent-encoded.
[[nodiscard]] std::string encode_path(std::string_view path);

}  // namespace byline::http
