// What holds for every page that is read, for the fuzzer and the tests.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "html/document.hpp"

namespace byline::html {

inline bool is_sound(std::string_view bytes) {
    const auto document = read(bytes, "page.html", {.memory = std::size_t{64} << 20U});
    if (!document) return true;
    if (document->nodes.empty() || document->nodes.front().end != document->nodes.size()) return false;
    for (NodeIndex index = 1; index < document->nodes.size(); ++index) {
        const Node& node = document->nodes[index];
        if (node.parent >= index || node.end <= index || node.end > document->end_of(node.parent)) return false;
        if (node.is_text() && node.end != index + 1) return false;
    }
    return true;
}

}  // namespace byline::html
