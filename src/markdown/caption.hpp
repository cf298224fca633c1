// caption_of() reads the caption that a picture's attribute gives: `![A cat](cat.jpg){caption="*Her* cat"}`.
// A pure function.
#pragma once

#include "markdown/document.hpp"

namespace byline::markdown {

// A Document whose first block is the caption; its places are near that of `image`. Empty without the attribute.
[[nodiscard]] Document caption_of(Node image);

}  // namespace byline::markdown
