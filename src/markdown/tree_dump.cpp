#include "markdown/tree_dump.hpp"

#include <array>
#include <string_view>

namespace byline::markdown {

namespace {

constexpr std::array<std::string_view, 37> kind_names = {
    "document",
    "block_quote",
    "list",
    "item",
    "code_block",
    "html_block",
    "paragraph",
    "heading",
    "thematic_break",
    "table",
    "row",
    "cell",
    "footnote",
    "alert",
    "alert_title",
    "directive",
    "directive_label",
    "directive_leaf",
    "math_block",
    "text",
    "soft_break",
    "hard_break",
    "code",
    "html_inline",
    "emphasis",
    "strong",
    "strikethrough",
    "link",
    "image",
    "autolink",
    "footnote_ref",
    "inline_footnote",
    "wikilink",
    "embed",
    "math",
    "text_directive",
    "span",
};
static_assert(kind_names.size() == static_cast<std::size_t>(NodeKind::Span) + 1);

std::string place(const Document& document, std::uint32_t offset) {
    const Place found = document.place(offset);
    return std::to_string(found.line) + ":" + std::to_string(found.column);
}

void append_text(std::string& out, std::string_view text) {
    out += " \"";
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

std::string dump_tree(const Document& document) {
    std::string out;
    const Node root = document.root();
    for (Node node = root; node; node = node.next_in(root)) {
        for (Node parent = node.parent(); parent; parent = parent.parent()) out += "  ";
        out += kind_names[static_cast<std::size_t>(node.kind())];
        out += ' ' + place(document, node.begin_offset()) + '-' + place(document, node.end_offset());
        if (!node.name().empty()) append_text(out, node.name());
        if (!node.literal().empty()) append_text(out, node.literal());
        out += '\n';
    }
    return out;
}

}  // namespace byline::markdown
