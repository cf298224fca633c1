// A long document is cut into parts at ends of paragraphs, and the words of each are put into a filter that says where
// to look for one.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "search/document.hpp"

namespace byline::search {

// What a part has of one section.
struct Piece {
    const Section* section = nullptr;
    std::string_view text;
    bool continues = false;  // what the part before began

    friend bool operator==(const Piece&, const Piece&) = default;
};
using Part = std::vector<Piece>;

// At most `limit` bytes each, but for headings and anchors, which stay whole and are repeated. One part at least.
[[nodiscard]] std::vector<Part> parts_of(const Document& document, std::size_t limit);

// Two of six bits are set for each word, character of a run and pair of them in headings and texts: those at its
// bucket_hash(), and at that of the word written twice, modulo the number of bits. A bit that is not set says that the
// word is not there; one word in twelve that is not there seems to be.
[[nodiscard]] std::string filter_of(const Part& part);

}  // namespace byline::search
