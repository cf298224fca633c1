#include "discussion/face.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "text/ascii.hpp"
#include "text/digest.hpp"

namespace byline::discussion {
namespace {

constexpr std::size_t key_digits = 16;
constexpr unsigned face_side = 5;
constexpr unsigned face_half = 3;  // with the column in the middle
constexpr unsigned hues = 360;

unsigned value_of(char digit) {
    return text::is_ascii_digit(digit) ? static_cast<unsigned>(digit - '0') : static_cast<unsigned>(digit - 'a') + 10;
}

bool is_hexadecimal(char c) {
    return text::is_ascii_digit(c) || (c >= 'a' && c <= 'f');
}

}  // namespace

std::string face_key(std::string_view name) {
    return text::digest_of(name).hex().substr(0, key_digits);
}

std::optional<std::string> face_svg(std::string_view key) {
    if (key.size() != key_digits || !std::all_of(key.begin(), key.end(), is_hexadecimal)) return std::nullopt;
    std::uint64_t bits = 0;
    for (const char digit : key) bits = bits << 4U | value_of(digit);
    const auto hue = static_cast<unsigned>(bits >> 32U) % hues;
    std::string cells;
    for (unsigned row = 0; row < face_side; ++row) {
        for (unsigned column = 0; column < face_half; ++column) {
            if ((bits >> (row * face_half + column) & 1U) == 0) continue;
            cells += fmt::format("M{} {}h1v1h-1z", column, row);
            if (column + 1 < face_half) cells += fmt::format("M{} {}h1v1h-1z", face_side - 1 - column, row);
        }
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 7 7\"><path fill=\"hsl({0},45%,90%)\" "
        "d=\"M-1-1h7v7h-7z\"/><path fill=\"hsl({0},50%,38%)\" d=\"{1}\"/></svg>",
        hue, cells);
}

}  // namespace byline::discussion
