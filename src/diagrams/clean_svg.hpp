// The one place where what Graphviz drew becomes SVG for a page: only shapes, text and links that cannot harm, ids that
// are the page's own, and the page's own colour where Graphviz's default black stood, so that it shows on dark ground.
// A pure function.
#pragma once

#include <string>
#include <string_view>

#include "result/result.hpp"
#include "text/safe_html.hpp"

namespace byline::diagrams {

// What Graphviz measures text with; Arial and Liberation Sans have the same widths.
inline constexpr std::string_view diagram_font = "Helvetica";

struct SvgNaming {
    std::string id_prefix;  // letters, digits and hyphens
    std::string title;      // becomes <title>; may be empty
};

// An <svg> element, whatever `svg` holds; an error when there is none within, or it is nested too deeply.
[[nodiscard]] Result<text::SafeHtml> clean_svg(std::string_view svg, const SvgNaming& naming);

}  // namespace byline::diagrams
