// Dialect says which syntax is recognised, RawHtml what becomes of HTML in the text.
// Plain enumerations.
#pragma once

#include <cstdint>

namespace byline::markdown {

enum class Dialect : std::uint8_t {
    CommonMark,  // CommonMark 0.31.2 and nothing else
    Gfm,         // CommonMark with GitHub's tables, strikethrough, task lists, autolinks and footnotes
    Byline,      // Gfm with alerts, attributes, math, wikilinks, embeds, directives and Chinese typography
};

enum class RawHtml : std::uint8_t {
    Pass,    // the text is the site owner's own
    Escape,  // untrusted text: HTML is shown as text, dangerous URLs and attributes are dropped
    Omit,    // untrusted text: HTML is left out, dangerous URLs and attributes are dropped
};

}  // namespace byline::markdown
