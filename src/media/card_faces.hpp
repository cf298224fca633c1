// cjk_faces() names the faces for Han characters on a card.
// A pure function.
#pragma once

#include <string_view>

namespace byline::media {

// Those that have the glyphs as the language writes them, with commas: 骨 and 直 differ between Chinese and Japanese.
[[nodiscard]] std::string_view cjk_faces(std::string_view language);

}  // namespace byline::media
