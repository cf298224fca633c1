// The remedy for a wrong name: the nearest right one, or those there are.
// Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace byline::templating {

// "did you mean 'title'?", or "known names: a, b, c" when none is near and they are few.
[[nodiscard]] std::string suggestion(std::string_view wrong, std::span<const std::string_view> right);

}  // namespace byline::templating
