// PNG of a card: few colours, most of them between the paper and an ink, so a palette of 256 shows it as it is.
// A pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "media/card.hpp"

namespace byline::media {

// Rows of pixels, each 0x00RRGGBB with whatever stands in the highest byte; width and height are not 0.
struct CardPixels {
    const std::uint32_t* first = nullptr;
    std::size_t stride = 0;  // pixels from one row to the next
    int width = 0;
    int height = 0;

    [[nodiscard]] std::span<const std::uint32_t> row(std::size_t y) const {
        return {first + y * stride, static_cast<std::size_t>(width)};
    }
};

// `inks` are what was drawn with on `paper`. What has many other colours (a colour emoji) is written with all of them.
[[nodiscard]] std::string encode_png(const CardPixels& pixels, const Colour& paper, std::span<const Colour> inks);

}  // namespace byline::media
