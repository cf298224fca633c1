// A Document is a parsed Markdown text: a tree with source places that owns its source.
// Immutable after parse(), movable; any number of threads may read it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/dialect.hpp"
#include "markdown/node.hpp"
#include "result/diagnostic.hpp"
#include "result/error.hpp"

namespace byline::markdown {

class Document;

struct Attribute {
    std::string_view name;  // "id", "class" (one entry, classes joined by spaces) or any other
    std::string_view value;
};

// The attributes of one node in source order; id and class at most once.
class Attributes {
  public:
    Attributes() = default;
    Attributes(const Document& document, std::uint32_t first, std::uint32_t count)
        : document_(&document), first_(first), count_(count) {}

    [[nodiscard]] std::uint32_t size() const { return count_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] Attribute operator[](std::uint32_t position) const;
    // The value, or an empty view when there is no attribute of this name.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] bool contains(std::string_view name) const;

  private:
    const Document* document_ = nullptr;
    std::uint32_t first_ = 0;
    std::uint32_t count_ = 0;
};

class NodeRange;

// A cheap read-only view of one node; valid as long as its Document is neither moved nor destroyed.
// `if (node)` is false past the last sibling, above the root and below a leaf.
class Node {
  public:
    Node() = default;
    Node(const Document& document, NodeIndex index) : document_(&document), index_(index) {}

    explicit operator bool() const { return index_ != no_node; }
    [[nodiscard]] NodeIndex index() const { return index_; }
    [[nodiscard]] const Document& document() const { return *document_; }
    [[nodiscard]] NodeKind kind() const;
    [[nodiscard]] Node parent() const;
    [[nodiscard]] Node first_child() const;
    [[nodiscard]] Node next_sibling() const;
    [[nodiscard]] NodeRange children() const;

    // The next node in document order that lies inside `root`; with `skip_children` the one after this node's subtree.
    [[nodiscard]] Node next_in(Node root) const;
    [[nodiscard]] Node next_after_subtree_in(Node root) const;

    // Byte range in the source (front matter counted) and the place of its beginning.
    [[nodiscard]] std::uint32_t begin_offset() const;
    [[nodiscard]] std::uint32_t end_offset() const;
    [[nodiscard]] Place place() const;

    // Text, Code, HtmlInline, HtmlBlock, CodeBlock, MathInline, MathBlock: the text. Autolink: what is shown.
    [[nodiscard]] std::string_view literal() const;
    // Link, Image, Autolink: the URL (escapes and entities decoded). Wikilink, Embed: the target without fragment.
    [[nodiscard]] std::string_view destination() const;
    [[nodiscard]] std::string_view title() const;     // Link, Image
    [[nodiscard]] std::string_view fragment() const;  // Wikilink, Embed: after #, may be empty
    [[nodiscard]] std::string_view label() const;     // Wikilink, Embed: after |, may be empty
    [[nodiscard]] std::string_view info() const;      // CodeBlock: the whole info string without attributes
    [[nodiscard]] std::string_view language() const;  // CodeBlock: first word of the info string
    [[nodiscard]] std::string_view name() const;      // directives: the name; footnotes: the label
    [[nodiscard]] std::uint32_t number() const;       // footnotes: 1, 2 ... by first use, 0 when never used
    [[nodiscard]] int level() const;                  // Heading: 1 to 6
    [[nodiscard]] ListType list_type() const;
    [[nodiscard]] Spacing list_spacing() const;
    [[nodiscard]] std::uint32_t list_start() const;
    [[nodiscard]] TaskState task() const;        // Item
    [[nodiscard]] Alignment alignment() const;   // TableCell
    [[nodiscard]] bool is_header() const;        // TableRow, TableCell
    [[nodiscard]] AlertKind alert() const;       // Alert
    [[nodiscard]] MathStyle math_style() const;  // MathInline, MathBlock
    [[nodiscard]] bool is_fenced() const;        // CodeBlock
    // SoftBreak between two wide East Asian characters: shown as nothing.
    [[nodiscard]] bool is_joining() const;
    [[nodiscard]] Attributes attributes() const;

    friend bool operator==(const Node&, const Node&) = default;

  private:
    [[nodiscard]] bool has_details() const;
    [[nodiscard]] std::string_view first() const;
    [[nodiscard]] std::string_view second() const;
    [[nodiscard]] std::string_view third() const;

    const Document* document_ = nullptr;
    NodeIndex index_ = no_node;
};

// The children of a node, for range-for.
class NodeRange {
  public:
    class Iterator {
      public:
        explicit Iterator(Node node) : node_(node) {}
        Node operator*() const { return node_; }
        Iterator& operator++() {
            node_ = node_.next_sibling();
            return *this;
        }
        // Every end is equal, whatever document it came from.
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_.index() == b.node_.index(); }

      private:
        Node node_;
    };

    explicit NodeRange(Node first) : first_(first) {}
    [[nodiscard]] Iterator begin() const { return Iterator(first_); }
    [[nodiscard]] Iterator end() const { return Iterator(Node()); }

  private:
    Node first_;
};

// What a node says beyond one literal. `first` destination, info, name, footnote label, wikilink target;
// `second` title, fragment; `third` literal, wikilink label.
struct NodeDetails {
    Slice first;
    Slice second;
    Slice third;
    std::uint32_t number = 0;   // list start, footnote number
    std::uint32_t ordinal = 0;  // FootnoteReference: which of the references to its footnote, from 1
    std::uint32_t attributes_first = 0;
    std::uint32_t attributes_count = 0;
};

struct AttributeRecord {
    Slice name;
    Slice value;
};

class Document {
  public:
    Document() = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    Document(Document&&) = default;
    Document& operator=(Document&&) = default;
    ~Document() = default;

    [[nodiscard]] Node root() const { return {*this, 0}; }
    [[nodiscard]] Node node(NodeIndex index) const { return {*this, index}; }
    [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }
    [[nodiscard]] std::string_view source() const { return buffers_[0]; }
    // The source after body_offset.
    [[nodiscard]] std::string_view body() const { return std::string_view(buffers_[0]).substr(body_offset_); }
    [[nodiscard]] Dialect dialect() const { return dialect_; }
    [[nodiscard]] RawHtml raw_html() const { return raw_html_; }
    [[nodiscard]] const std::string& file() const { return file_; }

    // Line and column of a byte offset in the source. Costs the length of that line.
    [[nodiscard]] Place place(std::uint32_t offset) const;
    // The source line that holds `offset`, without its line break.
    [[nodiscard]] std::string_view line_at(std::uint32_t offset) const;

    // What the writer should know: unclosed directives, unknown alerts, undefined footnotes, exceeded bounds.
    [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

    // Bytes held on the heap.
    [[nodiscard]] std::size_t memory_size() const;

    // For the parser, the renderer and the Node view.
    [[nodiscard]] const NodeRecord& record(NodeIndex index) const { return nodes_[index]; }
    [[nodiscard]] const NodeDetails& details(NodeIndex index) const { return details_[nodes_[index].text.offset]; }
    [[nodiscard]] const AttributeRecord& attribute(std::uint32_t index) const { return attributes_[index]; }
    [[nodiscard]] std::string_view view(Slice slice) const {
        return {buffers_[slice.offset >> 30].data() + (slice.offset & 0x3fffffff), slice.length};
    }

  private:
    friend class DocumentBuilder;

    std::vector<NodeRecord> nodes_;
    std::vector<NodeDetails> details_;
    std::vector<AttributeRecord> attributes_;
    std::vector<std::uint32_t> line_starts_;
    std::string buffers_[3];  // source, joined lines, decoded text
    std::string file_;
    Diagnostics diagnostics_;
    std::uint32_t body_offset_ = 0;
    std::uint32_t first_line_ = 1;
    Dialect dialect_ = Dialect::Byline;
    RawHtml raw_html_ = RawHtml::Pass;
};

}  // namespace byline::markdown
