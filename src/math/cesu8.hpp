// CESU-8 is how Duktape holds text: as UTF-8, with characters above U+FFFF as two surrogates of three bytes each.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace byline::math {

[[nodiscard]] std::string utf8_to_cesu8(std::string_view utf8);

// A surrogate that stands alone, and whatever else is not CESU-8, becomes U+FFFD.
[[nodiscard]] std::string cesu8_to_utf8(std::string_view cesu8);

// Which byte of well-formed `utf8` the UTF-16 unit number `unit` stands at; the size when there are fewer.
[[nodiscard]] std::size_t byte_of_utf16_unit(std::string_view utf8, std::size_t unit);

}  // namespace byline::math
