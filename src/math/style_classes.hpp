// without_styles() turns the style attributes that Temml writes into classes of themes/default/assets/math.css, and
// colours into attributes of MathML, so that a page needs no style of its own and a site may forbid them.
// A pure function.
#pragma once

#include <string>
#include <string_view>

namespace byline::math {

// Lengths are rounded to what the style sheet has: twentieths of an em up to one em, then quarters up to four. A style
// that means nothing there is left out: the colour of a frame, for example.
[[nodiscard]] std::string without_styles(std::string_view mathml);

}  // namespace byline::math
