// Smaller pictures made from a picture: decoded, turned upright, brought to sRGB, scaled, and encoded as WebP.
// derive() may be called from any number of threads; each call works on one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "media/picture_info.hpp"
#include "result/result.hpp"

namespace byline::media {

// What is asked for. Equal bytes and derivations make equal pictures, with one version of the libraries.
struct Derivation {
    std::uint32_t width = 0;     // pixels; never more than the picture has
    std::uint32_t quality = 80;  // 1 to 100, of what is compressed with loss
};

// A number that changes when the same derivation makes other bytes than before: for who keeps what was made.
inline constexpr std::uint32_t derivation_version = 1;

// `info` is what inspect() says of `bytes`, whose picture is neither SVG nor animated. JPEG and AVIF are made with
// loss; PNG, GIF and WebP without, where that is not much larger. Nothing but pixels comes along.
[[nodiscard]] Result<std::string> derive(std::string_view bytes, std::string_view name, const PictureInfo& info,
                                         const Derivation& derivation);

// Which of the `wanted` widths are worth making: those that are smaller than the picture, and its own when it is the
// smaller one and not WebP or AVIF already; rising. Nothing for SVG, animations, and what WebP cannot hold.
[[nodiscard]] std::vector<std::uint32_t> widths_for(const PictureInfo& info, const std::vector<std::uint32_t>& wanted);
// The height that derive() gives a picture of that width.
[[nodiscard]] std::uint32_t height_at(const PictureInfo& info, std::uint32_t width);

}  // namespace byline::media
