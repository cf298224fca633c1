// Lengths of time in milliseconds, which is how the store counts.
// Constants.
#pragma once

#include <cstdint>

namespace byline::discussion {

inline constexpr std::int64_t second_ms = 1000;
inline constexpr std::int64_t minute_ms = second_ms * 60;
inline constexpr std::int64_t day_ms = minute_ms * 60 * 24;

}  // namespace byline::discussion
