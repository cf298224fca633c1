// The escapes of a string literal: those of Python, \N{...} left out.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace byline::templating {

// The value of what stands between the quotes; nullopt for an escape that is cut short (\x4).
[[nodiscard]] std::optional<std::string> decode_string_literal(std::string_view inside);

}  // namespace byline::templating
