// The sets of bytes that escapes of patterns stand for.
// Pure functions and constant data; safe from any thread.
#pragma once

#include <string_view>

#include "highlighting/pattern.hpp"

namespace byline::highlighting {

[[nodiscard]] ByteSet set_of(std::string_view characters);
[[nodiscard]] ByteSet range_of(unsigned char first, unsigned char last);

[[nodiscard]] const ByteSet& digits();
[[nodiscard]] const ByteSet& word_bytes();  // letters, digits and the underscore of ASCII
[[nodiscard]] const ByteSet& blanks();
[[nodiscard]] const ByteSet& white_space();
[[nodiscard]] const ByteSet& beyond_ascii();

}  // namespace byline::highlighting
