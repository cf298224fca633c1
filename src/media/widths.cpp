#include <algorithm>

#include "media/derive.hpp"

namespace byline::media {

std::uint32_t height_at(const PictureInfo& info, std::uint32_t width) {
    const std::uint64_t height = (std::uint64_t{info.height} * width + info.width / 2) / info.width;
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, height));
}

std::vector<std::uint32_t> widths_for(const PictureInfo& info, const std::vector<std::uint32_t>& wanted) {
    constexpr std::uint32_t most_of_webp = 16'383;
    std::vector<std::uint32_t> widths;
    if (info.format == PictureFormat::Svg || info.is_animated || info.width == 0) return widths;
    for (const std::uint32_t width : wanted) {
        if (width > 0 && width < info.width) widths.push_back(width);
    }
    const bool is_small = info.format == PictureFormat::Webp || info.format == PictureFormat::Avif;
    const bool is_narrow = !wanted.empty() && info.width <= *std::ranges::max_element(wanted);
    if (is_narrow && !is_small) widths.push_back(info.width);
    std::ranges::sort(widths);
    widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
    std::erase_if(widths,
                  [&](std::uint32_t width) { return width > most_of_webp || height_at(info, width) > most_of_webp; });
    return widths;
}

}  // namespace byline::media
