// The InlineParser turns the text of one block into inline nodes, in two passes: the first finds tokens and pairs
// delimiters and brackets, the second makes nodes in document order. Every pass is linear in the text.
// Used by one parse() on one thread; its buffers are reused from block to block.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "markdown/document_builder.hpp"
#include "markdown/reference_map.hpp"

namespace byline::markdown {

class InlineParser {
  public:
    InlineParser(DocumentBuilder& builder, ReferenceMap& references, ReferenceMap& footnotes);

    // Parses the text that a block flagged `content` holds, and adds its nodes below it.
    void parse(NodeIndex block);

  private:
    enum class TokenKind : std::uint8_t {
        Plain,    // text after all
        Escape,   // begins with a backslash that is not shown
        Decoded,  // an entity; `value` and `length` are the slice shown
        SoftBreak,
        HardBreak,
        Code,  // slice, or details when `detailed`
        Math,
        Html,
        Run,      // delimiter run; `value` is an index into delimiters_
        Bracket,  // opening bracket that has no partner yet
        Open,     // opening bracket of `node` with details `value`
        Close,    // end of the innermost Open
        Leaf,     // `node` with details `value` and no children
    };
    struct Token {
        TokenKind kind = TokenKind::Plain;
        NodeKind node = NodeKind::Text;
        std::uint8_t detail = 0;
        bool detailed = false;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t value = 0;
        std::uint32_t length = 0;
    };
    // Indices into delimiters_ start at 1, so that 0 means none and smaller always means further left.
    struct Delimiter {
        std::uint32_t token = 0;
        std::uint32_t previous = 0;
        std::uint32_t next = 0;
        std::uint32_t begin = 0;  // what is not used up yet
        std::uint32_t end = 0;
        std::uint32_t length = 0;  // of the whole run
        char character = 0;
        bool can_open = false;
        bool can_close = false;
        // What the run closes, left to right, and then opens, left to right: lists in edges_.
        std::uint32_t first_closed = 0;
        std::uint32_t last_closed = 0;
        std::uint32_t first_opened = 0;
    };
    struct Edge {
        std::uint32_t next = 0;
        NodeKind kind = NodeKind::Emphasis;
        std::uint8_t width = 1;
    };
    enum class BracketKind : std::uint8_t { Link, Image, Footnote, Directive };
    struct Bracket {
        BracketKind kind = BracketKind::Link;
        bool bracket_after = false;
        std::uint32_t token = 0;
        std::uint32_t delimiter_below = 0;
        std::uint32_t text_begin = 0;
    };

    // inline_parser.cpp
    void reset(std::string_view text, std::uint32_t base);
    void scan();
    void scan_special(std::uint32_t& position);
    void scan_line_break(std::uint32_t& position);
    void scan_backslash(std::uint32_t& position);
    void scan_entity(std::uint32_t& position);
    void scan_code(std::uint32_t& position);
    [[nodiscard]] std::uint32_t find_backticks(std::uint32_t position, std::uint32_t length);
    void add_code(std::uint32_t begin, std::uint32_t content, std::uint32_t content_end, std::uint32_t& position);
    Token& add_token(TokenKind kind, std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] char at(std::uint32_t position) const { return position < text_.size() ? text_[position] : '\0'; }
    [[nodiscard]] std::string_view between(std::uint32_t begin, std::uint32_t end) const {
        return text_.substr(begin, end - begin);
    }
    // Attributes at `position`; moves past them. False where there are none.
    [[nodiscard]] bool take_attributes(std::uint32_t& position);

    // inline_html.cpp
    void scan_angle(std::uint32_t& position);
    [[nodiscard]] std::uint32_t scan_html(std::uint32_t position);
    [[nodiscard]] std::uint32_t scan_until(std::uint32_t position, std::string_view terminator, bool& absent);
    [[nodiscard]] bool scan_angle_autolink(std::uint32_t& position);
    void add_autolink(std::uint32_t begin, std::uint32_t end, std::string_view prefix, std::string_view shown);

    // delimiter_runs.cpp
    void scan_delimiter_run(std::uint32_t& position);
    void pair_delimiters(std::uint32_t bottom);
    [[nodiscard]] std::uint32_t find_opener(const Delimiter& closer, std::uint32_t bottom) const;
    void pair(std::uint32_t opener, std::uint32_t closer);
    void remove_delimiter(std::uint32_t index);

    // brackets.cpp
    void scan_open_bracket(std::uint32_t& position);
    void scan_close_bracket(std::uint32_t& position);
    void push_bracket(BracketKind kind, std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] bool close_link(const Bracket& bracket, std::uint32_t& position);
    [[nodiscard]] bool scan_inline_target(std::uint32_t& position, NodeDetails& details);
    [[nodiscard]] std::uint32_t find_reference(const Bracket& bracket, std::uint32_t& position);
    void finish_bracket(const Bracket& bracket, NodeKind kind, std::uint32_t details, std::uint32_t begin,
                        std::uint32_t end);

    // inline_extensions.cpp
    [[nodiscard]] bool scan_footnote_reference(std::uint32_t& position);
    [[nodiscard]] bool scan_wikilink(std::uint32_t& position);
    void scan_colon(std::uint32_t& position);
    [[nodiscard]] bool scan_text_directive(std::uint32_t& position);
    void scan_math(std::uint32_t& position);
    [[nodiscard]] std::uint32_t find_math_end(std::uint32_t position, std::uint32_t width);
    [[nodiscard]] bool scan_url(std::uint32_t& position);
    [[nodiscard]] std::uint32_t find_url_end(std::uint32_t begin, std::uint32_t host_end) const;
    void scan_www(std::uint32_t& position);

    // inline_tree.cpp
    void build(NodeIndex block);
    void build_token(const Token& token);
    void build_run(const Token& token);
    void build_text(std::uint32_t begin, std::uint32_t end);
    void flush_text();
    void add_text_node(std::uint32_t begin, std::uint32_t end);
    void add_text_with_emails(std::uint32_t begin, std::uint32_t end);
    NodeIndex append(NodeKind kind, std::uint32_t begin, std::uint32_t end);
    void open(NodeKind kind, std::uint32_t begin);
    void close(std::uint32_t end);
    [[nodiscard]] std::uint32_t to_source(std::uint32_t position);
    void resolve_soft_break(std::string_view following);

    DocumentBuilder& builder_;
    ReferenceMap& references_;
    ReferenceMap& footnotes_;
    Dialect dialect_;
    std::array<bool, 256> special_{};
    bool source_has_at_sign_ = false;
    bool text_has_at_sign_ = false;

    std::string_view text_;
    std::uint32_t base_ = 0;  // offset of text_ as Slices have it
    std::vector<Token> tokens_;
    std::uint32_t last_end_ = 0;  // end of the last token: nothing before it may be taken again
    std::vector<Delimiter> delimiters_;
    std::uint32_t last_delimiter_ = 0;
    std::vector<Edge> edges_;
    std::vector<Bracket> brackets_;
    std::size_t inactive_below_ = 0;  // link brackets below this depth precede a link: links do not nest
    std::uint32_t open_directives_ = 0;
    std::uint64_t reference_expansion_ = 0;
    std::vector<ParsedAttribute> attributes_;

    // What is known not to come any more in this text.
    bool backticks_scanned_ = false;
    std::vector<std::uint32_t> last_backticks_;  // by length: position of the last run
    bool no_comment_end_ = false;
    bool no_instruction_end_ = false;
    bool no_cdata_end_ = false;
    bool no_declaration_end_ = false;
    std::uint32_t no_math_before_ = 0;          // no inline math can close before this position
    std::uint32_t no_display_math_before_ = 0;  // nor display math
    std::uint32_t failed_host_end_ = 0;         // end of the last host name that was not valid

    struct OpenNode {
        NodeIndex node;
        NodeIndex last_child;
    };
    std::vector<OpenNode> open_nodes_;
    std::uint32_t pending_begin_ = 0;  // text not yet made a node
    std::uint32_t pending_end_ = 0;
    std::uint32_t link_depth_ = 0;
    NodeIndex soft_break_ = no_node;  // waits for the text after it
    Slice text_before_break_;
    std::size_t origin_ = 0;  // line of joined text that positions were last found in
};

}  // namespace byline::markdown
