// A Reference is something a Document points to: what a link checker and the backlinks look at.
// A value; references() is pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "markdown/document.hpp"

namespace byline::markdown {

enum class ReferenceKind : std::uint8_t { Link, Image, Wikilink, Embed, HtmlLink, HtmlSource, DirectiveFile };

struct Reference {
    ReferenceKind kind = ReferenceKind::Link;
    std::string destination;   // URL, or wikilink target, decoded
    std::string fragment;      // Wikilink, Embed only
    std::uint32_t offset = 0;  // where it stands: document.place(offset)
    NodeIndex node = no_node;
};

// In document order. HtmlLink and HtmlSource are href= and src= (and poster=, data=) of raw HTML;
// DirectiveFile is src=, poster= and captions= of a directive. Those of a picture's caption follow the picture.
[[nodiscard]] std::vector<Reference> references(const Document& document);

}  // namespace byline::markdown
