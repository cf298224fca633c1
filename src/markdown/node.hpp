// A NodeRecord is one node of a Document's tree in 32 bytes; everything that says more lies in the Document's tables.
// Plain values; readers use the Node view of document.hpp instead.
#pragma once

#include <cstdint>

namespace byline::markdown {

// Index into a Document's nodes. The root is 0.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = 0xffffffff;

enum class NodeKind : std::uint8_t {
    // blocks
    Document,
    BlockQuote,
    List,
    Item,
    CodeBlock,
    HtmlBlock,
    Paragraph,
    Heading,
    ThematicBreak,
    Table,
    TableRow,
    TableCell,
    FootnoteDefinition,
    Alert,
    AlertTitle,          // first child of an Alert that has a title of its own
    DirectiveContainer,  // :::name
    DirectiveLabel,      // first child of a DirectiveContainer that has a [label]
    DirectiveLeaf,       // ::name, children are its label
    MathBlock,
    // inlines
    Text,
    SoftBreak,
    HardBreak,
    Code,
    HtmlInline,
    Emphasis,
    Strong,
    Strikethrough,
    Link,
    Image,
    Autolink,
    FootnoteReference,  // [^label] that has a definition
    InlineFootnote,     // ^[text], children are the text
    Wikilink,
    Embed,
    MathInline,
    DirectiveText,  // :name[label]{attributes}, children are the label
    Span,           // [text]{attributes}
};

[[nodiscard]] constexpr bool is_block(NodeKind kind) {
    return kind < NodeKind::Text;
}

enum class Alignment : std::uint8_t { None, Left, Center, Right };
enum class TaskState : std::uint8_t { None, Open, Done };
enum class AlertKind : std::uint8_t { Note, Tip, Important, Warning, Caution };
enum class ListType : std::uint8_t { Bullet, Ordered };
enum class Spacing : std::uint8_t { Tight, Loose };
enum class MathStyle : std::uint8_t { Inline, Display };

// A piece of text: the two high bits of `offset` say in which of the Document's buffers
// (0 the source, 1 lines joined without their container markers, 2 decoded text).
struct Slice {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
};

struct NodeRecord {
    NodeKind kind = NodeKind::Document;
    std::uint8_t detail = 0;  // by kind: heading level, alignment, task state, alert kind, list flags ...
    std::uint16_t flags = 0;
    NodeIndex parent = no_node;
    NodeIndex first_child = no_node;
    NodeIndex next_sibling = no_node;
    std::uint32_t begin = 0;  // byte range in the source
    std::uint32_t end = 0;
    // Kinds with a literal only: the literal. Kinds with more: `text.offset` is an index into the details table.
    Slice text;
};
static_assert(sizeof(NodeRecord) == 32);

}  // namespace byline::markdown
