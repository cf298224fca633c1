// Every id that a rendered Document offers as a link's fragment.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "markdown/document.hpp"

namespace byline::markdown {

// Ids of headings, {#id} attributes, footnotes, and id= and name= of raw HTML; in document order.
[[nodiscard]] std::vector<std::string> anchors(const Document& document);

}  // namespace byline::markdown
