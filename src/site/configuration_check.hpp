// Whether a value of byline.toml can be what its key says.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::site {

// Whether `code` has the form of a language tag (BCP 47, RFC 5646 section 2.1): en, zh-Hant, pt-BR.
[[nodiscard]] bool is_language_code(std::string_view code);

// Seconds east of "+08:00", "-0330", "Z"; nothing for anything else.
[[nodiscard]] std::optional<std::int32_t> parse_utc_offset(std::string_view text);

// Whether TeX takes `name` for a macro's: a backslash and letters, or a backslash and one other character.
[[nodiscard]] bool is_macro_name(std::string_view name);

// What is wrong with a permalink pattern ("/articles/{year}/{slug}/"), in words; nothing when it is right.
[[nodiscard]] std::optional<std::string> fault_in_permalink(std::string_view pattern);

}  // namespace byline::site
