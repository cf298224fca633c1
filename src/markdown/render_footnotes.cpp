// Footnotes: marks in the text, notes at its end, links both ways.
#include "markdown/html_renderer.hpp"
#include "markdown/html_writer.hpp"

namespace byline::markdown {

void HtmlRenderer::write_footnote_mark(NodeIndex node) {
    if (options_.footnotes == Footnotes::Omit) return;
    const Node mark = view(node);
    const std::string number = std::to_string(mark.number());
    const bool byline = document_.dialect() == Dialect::Byline;
    out_ += "<sup class=\"footnote-ref\"><a href=\"#";
    append_escaped(out_, options_.id_prefix);
    out_ += "fn" + number + "\" id=\"";
    append_escaped(out_, options_.id_prefix);
    out_ += "fnref" + number;
    const std::uint32_t ordinal = document_.details(node).ordinal;
    if (ordinal > 1) out_ += '-' + std::to_string(ordinal);
    out_ += byline ? "\" role=\"doc-noteref\">" : "\">";
    out_ += number + "</a></sup>";
    // The notes are written when all marks are known, in the order of their numbers.
    if (ordinal <= 1) footnotes_.push_back(node);
}

void HtmlRenderer::write_footnotes() {
    start_line();
    const bool byline = document_.dialect() == Dialect::Byline;
    out_ += byline ? "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n"
                   : "<section class=\"footnotes\">\n<ol>\n";
    std::vector<NodeIndex> definitions;
    for (NodeIndex node = 0; node < document_.node_count(); ++node) {
        if (document_.record(node).kind != NodeKind::FootnoteDefinition) continue;
        const std::uint32_t number = document_.details(node).number;
        if (number >= definitions.size()) definitions.resize(number + 1, no_node);
        definitions[number] = node;
    }
    // Notes may hold marks of further notes.
    for (std::size_t i = 0; i < footnotes_.size(); ++i) {
        const NodeIndex mark = footnotes_[i];
        const bool in_place = document_.record(mark).kind == NodeKind::InlineFootnote;
        write_footnote(in_place ? mark : definitions[document_.details(mark).number]);
    }
    out_ += "</ol>\n</section>\n";
}

void HtmlRenderer::write_footnote(NodeIndex definition) {
    const NodeRecord& record = document_.record(definition);
    out_ += "<li id=\"";
    append_escaped(out_, options_.id_prefix);
    out_ += "fn" + std::to_string(document_.details(definition).number);
    out_ += "\">\n";
    footnote_ = definition;
    last_footnote_paragraph_ = no_node;
    const bool in_place = record.kind == NodeKind::InlineFootnote;
    if (in_place) out_ += "<p>";
    NodeIndex last = no_node;
    for (NodeIndex node = record.first_child; node != no_node; node = document_.record(node).next_sibling) last = node;
    if (!in_place && last != no_node && document_.record(last).kind == NodeKind::Paragraph) {
        last_footnote_paragraph_ = last;
    }
    for (NodeIndex node = record.first_child; node != no_node; node = document_.record(node).next_sibling) {
        render_subtree(node);
    }
    if (in_place) {
        out_ += ' ';
        write_backlinks(definition);
        out_ += "</p>\n";
    } else if (last_footnote_paragraph_ == no_node) {
        start_line();
        write_backlinks(definition);
        out_ += '\n';
    }
    last_footnote_paragraph_ = no_node;
    out_ += "</li>\n";
}

void HtmlRenderer::write_backlinks(NodeIndex definition) {
    const NodeDetails& details = document_.details(definition);
    const std::string number = std::to_string(details.number);
    const bool byline = document_.dialect() == Dialect::Byline;
    for (std::uint32_t ordinal = 1; ordinal <= details.ordinal; ++ordinal) {
        if (ordinal > 1) out_ += ' ';
        out_ += "<a href=\"#";
        append_escaped(out_, options_.id_prefix);
        out_ += "fnref" + number;
        if (ordinal > 1) out_ += '-' + std::to_string(ordinal);
        out_ += "\" class=\"footnote-backref\"";
        if (byline) out_ += " role=\"doc-backlink\"";
        out_ += ">↩";
        if (ordinal > 1) out_ += "<sup>" + std::to_string(ordinal) + "</sup>";
        out_ += "</a>";
    }
}

}  // namespace byline::markdown
