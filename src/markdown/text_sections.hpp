// The plain text of a Document, cut at its headings: what a search shows and where it leads.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "markdown/document.hpp"

namespace byline::markdown {

struct TextSection {
    std::string anchor;   // the heading's id as it is rendered; empty before the first heading
    std::string heading;  // plain; empty before the first heading
    std::string text;     // as plain_text() has it, code included

    friend bool operator==(const TextSection&, const TextSection&) = default;
};

// A section begins at every heading, those inside containers too. `omitted` is left out (a title), no_node for none.
// Sections without heading and text are left out.
[[nodiscard]] std::vector<TextSection> text_sections(const Document& document, NodeIndex omitted);

}  // namespace byline::markdown
