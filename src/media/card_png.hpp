// PNG of a card: few colours, most of them between the paper and an ink, so a palette of 256 shows it as it is.
// A pure function.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "media/card.hpp"

namespace byline::media {

// Rows of width x height pixels, each 0xffRRGGBB; width and height are not 0. `inks` are what was drawn with on
// `paper`. What has many other colours (a colour emoji) is written with all of them.
[[nodiscard]] std::string encode_png(std::span<const std::uint32_t> pixels, int width, int height, const Colour& paper,
                                     std::span<const Colour> inks);

}  // namespace byline::media
