#include "markdown/plain_text.hpp"

#include "markdown/plain_text_writer.hpp"

namespace byline::markdown {

void append_plain_text(std::string& out, Node root) {
    for (Node node = root; node;) {
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
            case NodeKind::InlineFootnote: node = node.next_after_subtree_in(root); continue;
            default: break;
        }
        node = node.next_in(root);
    }
}

std::string plain_text(Node node) {
    std::string out;
    append_plain_text(out, node);
    return out;
}

void append_plain_blocks(std::string& out, Node root, CodeText code) {
    const auto line = [&](auto&& write) {
        const std::size_t before = out.size();
        write();
        if (out.size() != before && out.back() != '\n') out += '\n';
    };
    for (Node node = root; node;) {
        const NodeKind kind = node.kind();
        if (kind == NodeKind::CodeBlock || kind == NodeKind::MathBlock) {
            if (code == CodeText::Keep) line([&] { out += node.literal(); });
        } else if (kind == NodeKind::Paragraph || kind == NodeKind::Heading || kind == NodeKind::TableCell ||
                   kind == NodeKind::AlertTitle || kind == NodeKind::DirectiveLabel ||
                   kind == NodeKind::DirectiveLeaf) {
            line([&] { append_plain_text(out, node); });
            node = node.next_after_subtree_in(root);
            continue;
        }
        node = node.next_in(root);
    }
}

std::string plain_text(const Document& document, CodeText code) {
    std::string out;
    out.reserve(document.body().size());
    append_plain_blocks(out, document.root(), code);
    return out;
}

}  // namespace byline::markdown
