// How a formula stands: in a line of text, or in a line of its own.
// A value.
#pragma once

#include <cstdint>

namespace byline::math {

enum class Style : std::uint8_t { Inline, Display };

}  // namespace byline::math
