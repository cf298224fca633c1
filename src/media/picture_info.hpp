// A PictureInfo is what the head of a picture's file says of it: format, size as it is shown, what kind of picture.
// A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace byline::media {

enum class PictureFormat : std::uint8_t { Jpeg, Png, Webp, Gif, Avif, Svg };

// How the stored picture has to be turned to stand upright: the values of EXIF 2.32, tag 0x0112.
enum class Orientation : std::uint8_t {
    Upright = 1,
    Mirrored = 2,
    UpsideDown = 3,
    UpsideDownMirrored = 4,
    LeftMirrored = 5,
    Right = 6,
    RightMirrored = 7,
    Left = 8,
};
// Whether width and height change places.
[[nodiscard]] constexpr bool is_turned(Orientation orientation) {
    return orientation >= Orientation::LeftMirrored;
}

struct PictureInfo {
    PictureFormat format = PictureFormat::Jpeg;
    Orientation orientation = Orientation::Upright;  // of the stored pixels; width and height have it applied
    std::uint32_t width = 0;                         // pixels; 0 with an SVG that does not say
    std::uint32_t height = 0;
    bool is_animated = false;
    bool has_alpha = false;

    friend bool operator==(const PictureInfo&, const PictureInfo&) = default;
};

// Beyond these a file is refused before anything of it is decoded.
struct PictureLimits {
    std::uint64_t pixels = 100'000'000;
    std::uint32_t side = 65'535;
    std::size_t bytes = std::size_t{256} << 20;
};

[[nodiscard]] std::string_view name_of(PictureFormat format);  // "JPEG"
// By its ending, in whatever case; nothing for files that are no pictures to us.
[[nodiscard]] std::optional<PictureFormat> format_of_name(std::string_view file_name);

}  // namespace byline::media
