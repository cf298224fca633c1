// The BlockParser finds the block structure, line by line, and leaves each leaf's text to the inline parser.
// Used by one parse() on one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "markdown/document_builder.hpp"
#include "markdown/line_cursor.hpp"
#include "markdown/reference_map.hpp"

namespace byline::markdown {

// One line of a leaf, without its line break. `spaces`: what is left of a partly consumed tab before it.
struct LeafLine {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t spaces = 0;
};

class BlockParser {
  public:
    BlockParser(DocumentBuilder& builder, ReferenceMap& references, ReferenceMap& footnotes);

    // Parses source[begin..); afterwards nodes flagged `content` hold the text of their inlines.
    void parse(std::uint32_t begin);

  private:
    // A container that is open while lines come in; the first is the document.
    struct Container {
        NodeIndex node = 0;
        NodeKind kind = NodeKind::Document;
        char marker = 0;                   // List: bullet, or delimiter of an ordered list
        bool has_content = false;          // something was added to it
        std::uint32_t content_indent = 0;  // Item, FootnoteDefinition: columns that a line must be indented
        std::uint32_t colons = 0;          // DirectiveContainer
        std::uint32_t line_begin = 0;      // offset of the line that opened it
    };
    enum class Leaf : std::uint8_t { None, Paragraph, FencedCode, IndentedCode, Html, Table, Math };
    enum class Opened : std::uint8_t { Nothing, Container, Leaf };
    struct ListMarker {
        ListType type = ListType::Bullet;
        char character = 0;
        std::uint32_t start = 0;
        std::uint32_t length = 0;
    };

    void process_line(std::uint32_t begin, std::uint32_t end);

    // block_parser.cpp
    [[nodiscard]] bool continue_leaf();
    void add_text_line();
    void mark_blank_line();
    void clear_blank_marks();
    void open_blocks();
    Opened open_block();
    [[nodiscard]] bool all_matched() const { return matched_ == containers_.size(); }
    // Whether the line would continue the open paragraph's own text, not lazily.
    [[nodiscard]] bool in_paragraph() const { return leaf_ == Leaf::Paragraph && all_matched() && !opened_; }

    // container_blocks.cpp
    void match_containers();
    [[nodiscard]] bool match_container(const Container& container);
    // Closes the open leaf and every container that the line does not continue; a new block follows.
    void close_unmatched(NodeKind next);
    void close_container();
    void resolve_list(NodeIndex list);
    NodeIndex push_container(NodeKind kind, std::uint32_t begin);
    [[nodiscard]] bool too_deep();
    Opened open_block_quote();
    Opened open_list_item();
    [[nodiscard]] bool scan_list_marker(ListMarker& marker) const;
    Opened open_footnote();

    // leaf_blocks.cpp
    void start_leaf(Leaf leaf, std::uint32_t begin);
    void add_line(std::uint32_t begin, std::uint32_t spaces = 0);
    NodeIndex append_leaf(NodeKind kind, std::uint32_t begin, std::uint32_t end);
    Opened open_heading();
    [[nodiscard]] static std::size_t length_without_closing_hashes(std::string_view text);
    Opened open_setext_heading();
    Opened open_thematic_break();
    Opened open_fenced_code();
    Opened open_indented_code();
    Opened open_html();
    Opened open_math();
    [[nodiscard]] bool continue_fenced_code();
    [[nodiscard]] bool continue_indented_code();
    [[nodiscard]] bool continue_html();
    [[nodiscard]] bool continue_math();

    // leaf_close.cpp
    void close_leaf();
    void close_paragraph();
    void close_fenced_code();
    void close_indented_code();
    void close_html();
    void close_math(std::uint32_t end);
    enum class HeadingStyle : std::uint8_t { Atx, Setext };
    void take_heading_attributes(NodeIndex heading, HeadingStyle style);
    Slice joined_text();
    Slice joined_literal();
    void set_content(NodeIndex node, Slice text);
    Slice take_reference_definitions(Slice text);
    [[nodiscard]] std::size_t take_reference_definition(std::string_view text, std::size_t position);
    Slice take_task_marker(NodeIndex item, Slice text);
    bool convert_alert(NodeIndex quote);

    // table_blocks.cpp
    Opened open_table();
    void add_table_row(std::uint32_t begin, std::uint32_t end, std::uint16_t flags);
    std::uint32_t add_table_cell(NodeIndex row, std::string_view text, std::uint32_t column, std::uint16_t flags);

    // directive_blocks.cpp
    Opened open_directive();
    [[nodiscard]] bool close_directive(std::uint32_t colons);
    Opened open_directive_leaf();

    DocumentBuilder& builder_;
    ReferenceMap& references_;
    ReferenceMap& footnotes_;
    std::string_view source_;
    Dialect dialect_;

    std::vector<Container> containers_;
    std::size_t matched_ = 0;  // how many of containers_ the current line continues
    bool opened_ = false;      // the current line opened a block
    LineCursor line_;
    std::uint32_t previous_end_ = 0;  // end of the line before

    Leaf leaf_ = Leaf::None;
    NodeIndex leaf_node_ = no_node;  // nodes of leaves that exist while they are open: Table
    std::uint32_t leaf_begin_ = 0;
    std::vector<LeafLine> lines_;
    char fence_character_ = 0;
    std::uint32_t fence_length_ = 0;
    std::uint32_t fence_indent_ = 0;
    std::uint32_t leaf_end_ = 0;  // fenced code and math: end of the closing line
    std::string_view fence_info_;
    int html_condition_ = 0;
    bool closed_leaf_vanished_ = false;

    std::vector<Alignment> table_alignments_;
    std::uint32_t table_padding_ = 0;
    std::vector<ParsedAttribute> attributes_;
};

}  // namespace byline::markdown
