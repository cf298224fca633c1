// Every id that a rendered Document offers as a link's fragment.
// Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "markdown/document.hpp"
#include "markdown/heading_ids.hpp"

namespace byline::markdown {

// Ids of headings, {#id} attributes, footnotes, and id= and name= of raw HTML; in document order.
[[nodiscard]] std::vector<std::string> anchors(const Document& document);
// For who has heading_ids(document) already.
[[nodiscard]] std::vector<std::string> anchors(const Document& document, std::span<const HeadingId> headings);

}  // namespace byline::markdown
