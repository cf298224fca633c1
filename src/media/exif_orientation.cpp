#include "media/exif_orientation.hpp"

#include <algorithm>

#include "media/byte_order.hpp"

namespace byline::media {

Orientation read_orientation(std::string_view tiff) {
    constexpr std::uint32_t orientation_tag = 0x0112;
    constexpr std::uint32_t short_type = 3;
    constexpr std::size_t entry_size = 12;
    if (!has(tiff, 0, 8)) return Orientation::Upright;
    const bool is_little = tiff.starts_with(std::string_view("II*\0", 4));
    if (!is_little && !tiff.starts_with(std::string_view("MM\0*", 4))) return Orientation::Upright;
    const auto number16 = [&](std::size_t at) { return is_little ? little16(tiff, at) : big16(tiff, at); };
    const auto number32 = [&](std::size_t at) { return is_little ? little32(tiff, at) : big32(tiff, at); };
    const std::size_t directory = number32(4);
    if (!has(tiff, directory, 2)) return Orientation::Upright;
    const std::size_t count = std::min<std::size_t>(number16(directory), (tiff.size() - directory - 2) / entry_size);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + i * entry_size;
        if (number16(entry) != orientation_tag) continue;
        const std::uint32_t value = number16(entry + 8);
        const bool is_known = number16(entry + 2) == short_type && value >= 1 && value <= 8;
        return is_known ? static_cast<Orientation>(value) : Orientation::Upright;
    }
    return Orientation::Upright;
}

std::string orientation_as_tiff(Orientation orientation) {
    std::string tiff("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
    constexpr std::size_t value_offset = 19;
    tiff[value_offset] = static_cast<char>(orientation);
    return tiff;
}

}  // namespace byline::media
