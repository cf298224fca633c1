// The ids of a Document's headings: the renderer writes them, the outline and the link checker read them.
// A value.
#pragma once

#include <string>
#include <vector>

#include "markdown/document.hpp"

namespace byline::markdown {

struct HeadingId {
    NodeIndex heading = no_node;
    std::string id;
};

// Of every heading outside of footnotes, in document order, which is also the order of `heading`.
[[nodiscard]] std::vector<HeadingId> heading_ids(const Document& document);

}  // namespace byline::markdown
