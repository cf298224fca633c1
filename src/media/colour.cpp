#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "media/card.hpp"

namespace byline::media {

Result<Colour> parse_colour(std::string_view text) {
    const std::string_view digits = text.substr(std::min<std::size_t>(1, text.size()));
    std::uint32_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    const bool is_whole = text.starts_with('#') && read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    if (is_whole && digits.size() == 6) {
        return Colour{static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8),
                      static_cast<std::uint8_t>(number)};
    }
    if (is_whole && digits.size() == 3) {
        const auto twice = [&](int shift) { return static_cast<std::uint8_t>((number >> shift & 15) * 17); };
        return Colour{twice(8), twice(4), twice(0)};
    }
    return fail(content_error(fmt::format("'{}' is no colour", text), "write it as \"#1d1b18\"", {}));
}

}  // namespace byline::media
