#include "markdown/plain_text.hpp"

#include "markdown/plain_text_writer.hpp"

namespace byline::markdown {

void append_plain_node(std::string& out, Node node) {
    switch (node.kind()) {
        case NodeKind::Text:
        case NodeKind::Code:
        case NodeKind::MathInline:
        case NodeKind::Autolink: out += node.literal(); break;
        case NodeKind::SoftBreak:
            if (!node.is_joining()) out += ' ';
            break;
        case NodeKind::HardBreak: out += ' '; break;
        case NodeKind::Wikilink:
        case NodeKind::Embed: out += node.label().empty() ? node.destination() : node.label(); break;
        default: break;
    }
}

void append_plain_text(std::string& out, Node root) {
    for (Node node = root; node;) {
        if (node.kind() == NodeKind::InlineFootnote) {
            node = node.next_after_subtree_in(root);
            continue;
        }
        append_plain_node(out, node);
        node = node.next_in(root);
    }
}

std::string plain_text(Node node) {
    std::string out;
    append_plain_text(out, node);
    return out;
}

Node PlainBlocks::next() {
    while (next_) {
        const Node node = next_;
        const NodeKind kind = node.kind();
        if (kind == NodeKind::Paragraph || kind == NodeKind::Heading || kind == NodeKind::TableCell ||
            kind == NodeKind::AlertTitle || kind == NodeKind::DirectiveLabel || kind == NodeKind::DirectiveLeaf) {
            next_ = node.next_after_subtree_in(root_);
            return node;
        }
        next_ = node.next_in(root_);
        if ((kind == NodeKind::CodeBlock || kind == NodeKind::MathBlock) && code_ == CodeText::Keep) return node;
    }
    return {};
}

void append_plain_block(std::string& out, Node block) {
    const std::size_t before = out.size();
    if (block.kind() == NodeKind::CodeBlock || block.kind() == NodeKind::MathBlock) {
        out += block.literal();
    } else {
        append_plain_text(out, block);
    }
    if (out.size() != before && out.back() != '\n') out += '\n';
}

void append_plain_blocks(std::string& out, Node root, CodeText code) {
    PlainBlocks blocks(root, code);
    while (const Node block = blocks.next()) append_plain_block(out, block);
}

std::string plain_text(const Document& document, CodeText code) {
    std::string out;
    out.reserve(document.body().size());
    append_plain_blocks(out, document.root(), code);
    return out;
}

}  // namespace byline::markdown
