// UTF-8 as bytes in, code points and places out.
// Pure functions over the caller's bytes; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "result/error.hpp"

namespace byline::text {

// What stands for a byte that is not part of a well-formed sequence.
inline constexpr char32_t replacement_character = 0xFFFD;

// The bytes of a byte order mark.
inline constexpr std::string_view utf8_byte_order_mark = "\xEF\xBB\xBF";

// Where well-formed UTF-8 ends: the first byte of the sequence that is not one.
struct InvalidUtf8 {
    std::size_t offset = 0;  // in bytes
    std::uint8_t byte = 0;   // the byte that stands there
};

// The first ill-formed sequence of `bytes` by the Unicode Standard, table 3-7: overlong forms, surrogates and
// anything above U+10FFFF are refused.
[[nodiscard]] std::optional<InvalidUtf8> find_invalid(std::string_view bytes);

// Reads the code point at `offset` and moves `offset` behind it. An ill-formed sequence gives U+FFFD and moves by one
// byte, so a loop `while (offset < bytes.size())` always ends.
[[nodiscard]] char32_t decode_next(std::string_view bytes, std::size_t& offset);

// Appends the encoding of `code_point`; U+FFFD for a surrogate or a number above U+10FFFF.
void append_code_point(std::string& out, char32_t code_point);

// The number of code points in well-formed text (of bytes that do not continue a sequence in any other).
[[nodiscard]] std::size_t count_code_points(std::string_view bytes);

// The largest offset not above `limit` that does not cut a code point in two.
[[nodiscard]] std::size_t boundary_at_or_before(std::string_view bytes, std::size_t limit);

// Line and column, both from 1 and the column in code points, of the byte at `offset` (its end when it is the size).
// A line ends at \n, \r\n or \r. `first_line` is the number of the first line of `bytes` in `file`.
[[nodiscard]] Place place_of(std::string_view bytes, std::size_t offset, std::string file,
                             std::uint32_t first_line = 1);

// The line in which the byte at `offset` stands, without its end.
[[nodiscard]] std::string_view source_line(std::string_view bytes, std::size_t offset);

// The line of that number, from 1, without its end; empty beyond the last.
[[nodiscard]] std::string_view line_at(std::string_view bytes, std::uint32_t line);

}  // namespace byline::text
