// What must hold for the Document of any text; for property tests and fuzzers.
// Pure; each function returns what is wrong, or an empty string.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.hpp"

namespace byline::markdown {

// Links between nodes agree, and places of children lie inside those of their parents.
[[nodiscard]] inline std::string check_tree(const Document& document) {
    for (NodeIndex index = 0; index < document.node_count(); ++index) {
        const NodeRecord& node = document.record(index);
        const auto complain = [&](const char* what) { return "node " + std::to_string(index) + ": " + what; };
        if (node.begin > node.end) return complain("ends before it begins");
        if (node.end > document.source().size()) return complain("ends behind the source");
        if (index == 0) continue;
        if (node.parent >= document.node_count()) return complain("has no parent");
        const NodeRecord& parent = document.record(node.parent);
        if (node.begin < parent.begin || node.end > parent.end) return complain("lies outside of its parent");
        bool found = false;
        if (parent.first_child == index) found = true;
        if (node.next_sibling != no_node) {
            const NodeRecord& next = document.record(node.next_sibling);
            if (next.parent != node.parent) return complain("has a sibling with another parent");
            if (next.begin < node.end) return complain("overlaps its sibling");
        }
        if (!found && parent.first_child == no_node) return complain("is not among its parent's children");
    }
    std::size_t reached = 0;
    for (Node node = document.root(); node; node = node.next_in(document.root())) ++reached;
    return reached == document.node_count() ? "" : "not every node is reached from the root";
}

// Tags that our renderer writes, in a text without raw HTML, open and close in order.
[[nodiscard]] inline std::string check_balance(std::string_view html) {
    std::vector<std::string_view> open;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const bool closing = html.substr(at + 1, 1) == "/";
        const std::size_t begin = at + (closing ? 2 : 1);
        const std::size_t end = html.find_first_of(" >", begin);
        const std::size_t stop = html.find('>', begin);
        if (stop == std::string_view::npos) return "a tag does not end";
        const std::string_view name = html.substr(begin, end - begin);
        if (html[stop - 1] == '/') continue;
        if (!closing) {
            open.push_back(name);
        } else if (open.empty() || open.back() != name) {
            return "</" + std::string(name) + "> closes " + (open.empty() ? "nothing" : std::string(open.back()));
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : "<" + std::string(open.back()) + "> is not closed";
}

}  // namespace byline::markdown
