// A PageImage is the picture that stands for a page where somebody shares its address.
// A value; pure functions that note what they read.
#pragma once

#include <cstdint>
#include <string>

#include "site/page.hpp"

namespace byline::publish {

class Publication;

enum class ImageSize : std::uint8_t { Thumbnail, Large };

struct PageImage {
    std::string url;  // absolute; empty: there is none
    std::string alt;
    std::uint32_t width = 0;  // pixels; 0 when not known
    std::uint32_t height = 0;
    ImageSize size = ImageSize::Large;
};

// The cover of the work, else the card of the page, else the author's portrait.
[[nodiscard]] PageImage image_of(const Publication& publication, const site::Page& page);

// Whether the work that the page shows has a cover that networks can show: they know no SVG.
[[nodiscard]] bool has_own_image(const Publication& publication, const site::Page& page);

}  // namespace byline::publish
