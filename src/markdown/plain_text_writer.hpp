// The parts of plain_text(): the blocks that have text, and what each appends to a string.
// Pure functions and cursors without shared state.
#pragma once

#include <string>

#include "markdown/document.hpp"
#include "markdown/plain_text.hpp"

namespace byline::markdown {

void append_plain_text(std::string& out, Node root);
// Of the node alone, without those below it.
void append_plain_node(std::string& out, Node node);

// Walks the blocks below a node that have text of their own, in document order.
class PlainBlocks {
  public:
    PlainBlocks(Node root, CodeText code) : root_(root), next_(root), code_(code) {}
    // A null Node after the last.
    [[nodiscard]] Node next();

  private:
    Node root_;
    Node next_;
    CodeText code_;
};

// With a line break after it, unless there is no text.
void append_plain_block(std::string& out, Node block);
void append_plain_blocks(std::string& out, Node root, CodeText code);

}  // namespace byline::markdown
