// A face is a small picture of a name, the same for the same name everywhere: no third party is asked for one.
// Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace byline::discussion {

// What stands for the name in addresses: 16 hexadecimal digits.
[[nodiscard]] std::string face_key(std::string_view name);

// An SVG of five by five fields, left and right alike; nothing for what is no key.
[[nodiscard]] std::optional<std::string> face_svg(std::string_view key);

}  // namespace byline::discussion
