// A Document is HTML as browsers understand it (gumbo, the HTML5 tree construction), laid out flat: its nodes stand in
// the order of the text, so that nothing that reads it needs to recurse.
// A value; immutable once read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::html {

struct Attribute {
    std::string name;  // in lower case
    std::string value;
};

using NodeIndex = std::uint32_t;

struct Node {
    std::string name;  // of an element, in lower case; empty for text
    std::string text;  // of text
    std::vector<Attribute> attributes;
    NodeIndex parent = 0;
    NodeIndex end = 0;  // behind its last descendant
    std::uint32_t depth = 0;
    std::size_t offset = 0;  // in the bytes that were read

    [[nodiscard]] bool is_text() const { return name.empty(); }
    // Nothing when there is no such attribute, which is not the same as an empty one.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view wanted) const;
    // Whether the attribute `class` has that word.
    [[nodiscard]] bool has_class(std::string_view wanted) const;
};

struct Document {
    std::vector<Node> nodes;  // the first is <html>

    // The children of a node: for (auto child = document.first_child(at); child < end_of(at); child = end_of(child)).
    [[nodiscard]] NodeIndex end_of(NodeIndex at) const { return nodes[at].end; }
    // The text below a node, scripts and styles left out, as it stands.
    [[nodiscard]] std::string text_below(NodeIndex at) const;
};

struct ReadLimits {
    std::size_t bytes = std::size_t{1} << 20U;
    std::size_t start_tags = 20'000;               // gumbo's time grows with their square when all are nested
    std::size_t memory = std::size_t{256} << 20U;  // of the tree that gumbo makes
};

// Never fails on bad HTML, only on what is larger than the limits. `bytes` should be UTF-8; what is not becomes U+FFFD.
[[nodiscard]] Result<Document> read(std::string_view bytes, std::string_view file, const ReadLimits& limits);

// The words of a text that are parted by white space.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);

// White space at both ends taken away, and each run of it inside made one space.
[[nodiscard]] std::string collapsed(std::string_view text);

}  // namespace byline::html
