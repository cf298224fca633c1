// The HtmlRenderer walks a Document's tree without recursion and writes HTML.
// Used by one render_html() on one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "markdown/heading_ids.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {

enum class Links : std::uint8_t { Write, Omit };  // Omit: inline content that will itself stand inside a link

class HtmlRenderer {
  public:
    HtmlRenderer(const Document& document, Host& host, const RenderOptions& options, Links links);

    [[nodiscard]] text::SafeHtml render_document();
    [[nodiscard]] text::SafeHtml render_children(NodeIndex parent);

  private:
    enum class Walk : std::uint8_t { Descend, Skip };
    // A directive whose inner HTML is being written; out_ was put aside for it.
    struct PendingDirective {
        NodeIndex node = no_node;
        std::string outer;
        std::string label;
        bool label_done = false;
    };

    // render_html.cpp
    void render_subtree(NodeIndex root);
    [[nodiscard]] Walk enter(NodeIndex node);
    void leave(NodeIndex node);
    void start_line() {
        if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    }
    [[nodiscard]] Node view(NodeIndex node) const { return document_.node(node); }
    [[nodiscard]] Position position(NodeIndex node) const { return {document_, document_.record(node).begin}; }
    [[nodiscard]] bool trusted() const { return document_.raw_html() == RawHtml::Pass; }

    // render_blocks.cpp
    [[nodiscard]] Walk enter_block(NodeIndex node);
    void leave_block(NodeIndex node);
    [[nodiscard]] bool is_tight(NodeIndex paragraph) const;
    [[nodiscard]] bool is_header_cell(NodeIndex cell) const;
    [[nodiscard]] bool begins_task(NodeIndex paragraph) const;
    [[nodiscard]] const HeadingId* find_heading_id(NodeIndex node) const;  // null when it has none
    void write_heading_link(NodeIndex node);
    void enter_list(NodeIndex node);
    void enter_item(NodeIndex node);
    void write_checkbox(TaskState state);
    [[nodiscard]] Walk enter_paragraph(NodeIndex node);
    [[nodiscard]] bool write_block_embed(NodeIndex paragraph);
    // A paragraph that is a picture with a caption.
    [[nodiscard]] bool write_figure(NodeIndex paragraph);
    void enter_heading(NodeIndex node);
    void enter_alert(NodeIndex node);
    void enter_table();
    void enter_table_cell(NodeIndex node);
    void leave_table_row(NodeIndex node);
    void write_code_block(NodeIndex node);
    void write_html_block(NodeIndex node);
    void write_math(NodeIndex node);

    // render_inlines.cpp
    [[nodiscard]] Walk enter_inline(NodeIndex node);
    void leave_inline(NodeIndex node);
    void write_link_start(NodeIndex node);
    void write_image(NodeIndex node);
    void write_html_inline(NodeIndex node);
    void write_wikilink(NodeIndex node);
    void write_embed(NodeIndex node);
    // All attributes of `node` except those in `but`, with `css_class` put before its classes.
    void write_attributes(NodeIndex node, std::string_view css_class = {}, std::string_view but = {},
                          std::string_view but_too = {});
    [[nodiscard]] bool may_write(const Attribute& attribute) const;

    // render_directives.cpp
    void enter_directive(NodeIndex node);
    void leave_directive(NodeIndex node);
    void leave_directive_label();

    // render_footnotes.cpp
    void write_footnote_mark(NodeIndex node);
    void write_footnotes();
    void write_footnote(NodeIndex definition);
    void write_backlinks(NodeIndex definition);

    const Document& document_;
    Host& host_;
    const RenderOptions& options_;
    Links links_;
    std::string out_;
    std::vector<HeadingId> heading_ids_;
    std::vector<PendingDirective> directives_;
    std::vector<NodeIndex> footnotes_;             // met so far, in order of their numbers
    NodeIndex framed_image_ = no_node;             // whose figure has its id, classes and caption
    std::size_t tables_ = 0;                       // met so far
    NodeIndex footnote_ = no_node;                 // being written
    NodeIndex last_footnote_paragraph_ = no_node;  // takes the links back
};

// The inline content of a heading as it can stand inside a link of a table of contents.
[[nodiscard]] text::SafeHtml render_unlinked_inlines(Node node, Host& host);

}  // namespace byline::markdown
