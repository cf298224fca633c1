// Shows a Document's tree as text, a node a line: kind, places, text. For tests, and for finding out.
// Pure.
#pragma once

#include <string>

#include "markdown/document.hpp"

namespace byline::markdown {

[[nodiscard]] std::string dump_tree(const Document& document);

}  // namespace byline::markdown
