// The parts of plain_text() that append to a string.
// Pure functions.
#pragma once

#include <string>

#include "markdown/document.hpp"
#include "markdown/plain_text.hpp"

namespace byline::markdown {

void append_plain_text(std::string& out, Node root);
void append_plain_blocks(std::string& out, Node root, CodeText code);

}  // namespace byline::markdown
