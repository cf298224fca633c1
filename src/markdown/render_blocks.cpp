// How each kind of block is written.
#include <algorithm>
#include <array>

#include "markdown/caption.hpp"
#include "markdown/html_renderer.hpp"
#include "markdown/html_writer.hpp"
#include "markdown/node_flags.hpp"

namespace byline::markdown {

namespace {

constexpr std::array<std::string_view, 5> alert_names = {"note", "tip", "important", "warning", "caution"};

}  // namespace

HtmlRenderer::Walk HtmlRenderer::enter_block(NodeIndex node) {
    const NodeRecord& record = document_.record(node);
    switch (record.kind) {
        case NodeKind::Document: break;
        case NodeKind::Paragraph: return enter_paragraph(node);
        case NodeKind::Heading: enter_heading(node); break;
        case NodeKind::BlockQuote:
            start_line();
            out_ += "<blockquote>\n";
            break;
        case NodeKind::List: enter_list(node); break;
        case NodeKind::Item: enter_item(node); break;
        case NodeKind::CodeBlock: write_code_block(node); return Walk::Skip;
        case NodeKind::HtmlBlock: write_html_block(node); return Walk::Skip;
        case NodeKind::MathBlock:
            start_line();
            write_math(node);
            out_ += '\n';
            return Walk::Skip;
        case NodeKind::ThematicBreak:
            start_line();
            out_ += "<hr />\n";
            return Walk::Skip;
        case NodeKind::Table: enter_table(); break;
        case NodeKind::TableRow: out_ += "<tr>\n"; break;
        case NodeKind::TableCell: enter_table_cell(node); break;
        case NodeKind::FootnoteDefinition: return Walk::Skip;
        case NodeKind::Alert: enter_alert(node); break;
        case NodeKind::AlertTitle: out_ += "<p class=\"alert-title\">"; break;
        case NodeKind::DirectiveContainer:
        case NodeKind::DirectiveLeaf: enter_directive(node); break;
        default: break;
    }
    return Walk::Descend;
}

void HtmlRenderer::leave_block(NodeIndex node) {
    const NodeRecord& record = document_.record(node);
    switch (record.kind) {
        case NodeKind::Paragraph:
            if (begins_task(node)) out_ += "</label>";
            if (is_tight(node)) break;
            if (node == last_footnote_paragraph_) {
                out_ += ' ';
                write_backlinks(footnote_);
            }
            out_ += "</p>\n";
            break;
        case NodeKind::Heading:
            write_heading_link(node);
            out_ += "</h";
            out_ += static_cast<char>('0' + record.detail);
            out_ += ">\n";
            break;
        case NodeKind::BlockQuote:
            start_line();
            out_ += "</blockquote>\n";
            break;
        case NodeKind::List: out_ += view(node).list_type() == ListType::Bullet ? "</ul>\n" : "</ol>\n"; break;
        case NodeKind::Item: out_ += "</li>\n"; break;
        case NodeKind::Table:
            if (view(node).first_child().next_sibling()) out_ += "</tbody>\n";
            out_ += document_.dialect() == Dialect::Byline ? "</table>\n</div>\n" : "</table>\n";
            break;
        case NodeKind::TableRow: leave_table_row(node); break;
        case NodeKind::TableCell: out_ += is_header_cell(node) ? "</th>\n" : "</td>\n"; break;
        case NodeKind::Alert:
            start_line();
            out_ += "</div>\n";
            break;
        case NodeKind::AlertTitle: out_ += "</p>\n"; break;
        case NodeKind::DirectiveContainer:
        case NodeKind::DirectiveLeaf: leave_directive(node); break;
        case NodeKind::DirectiveLabel: leave_directive_label(); break;
        default: break;
    }
}

bool HtmlRenderer::is_tight(NodeIndex paragraph) const {
    const NodeRecord& parent = document_.record(document_.record(paragraph).parent);
    if (parent.kind != NodeKind::Item) return false;
    return (document_.record(parent.parent).flags & node_flags::loose) == 0;
}

void HtmlRenderer::enter_table() {
    start_line();
    // What is wider than the text scrolls by itself, also by the keyboard; so it needs a name.
    if (document_.dialect() == Dialect::Byline) {
        out_ += "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"";
        append_escaped(out_, host_.table_label(++tables_));
        out_ += "\">\n";
    }
    out_ += "<table>\n<thead>\n";
}

void HtmlRenderer::enter_list(NodeIndex node) {
    start_line();
    const Node list = view(node);
    if (list.list_type() == ListType::Bullet) {
        out_ += "<ul>\n";
    } else if (list.list_start() == 1) {
        out_ += "<ol>\n";
    } else {
        out_ += "<ol start=\"" + std::to_string(list.list_start()) + "\">\n";
    }
}

void HtmlRenderer::enter_item(NodeIndex node) {
    start_line();
    const TaskState task = view(node).task();
    if (task == TaskState::None) {
        out_ += "<li>";
    } else if (document_.dialect() == Dialect::Byline) {
        out_ += "<li class=\"task\">";  // the box stands in the paragraph
    } else {
        out_ += "<li>";
        write_checkbox(task);
    }
}

void HtmlRenderer::write_checkbox(TaskState state) {
    out_ += state == TaskState::Done ? "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> "
                                     : "<input type=\"checkbox\" disabled=\"\" /> ";
}

// An embed that is all of its paragraph stands in its place, when what the host gives for it is a block.
bool HtmlRenderer::write_block_embed(NodeIndex paragraph) {
    const Node only = view(paragraph).first_child();
    if (!only || only.kind() != NodeKind::Embed || only.next_sibling()) return false;
    const auto html = host_.embed(only.destination(), only.fragment(), only.label(), position(only.index()));
    if (!html || !html->view().starts_with("<div")) return false;
    start_line();
    out_ += html->view();
    return true;
}

bool HtmlRenderer::write_figure(NodeIndex paragraph) {
    if (document_.dialect() != Dialect::Byline || is_tight(paragraph)) return false;
    const Node image = view(paragraph).first_child();
    if (!image || image.kind() != NodeKind::Image || image.next_sibling()) return false;
    const Attributes attributes = image.attributes();
    const std::string_view caption = attributes.value("caption");
    if (caption.empty() && image.title().empty()) return false;
    start_line();
    out_ += "<figure";
    for (const std::string_view name : {"id", "class"}) {  // the figure is what they are about
        if (!attributes.contains(name)) continue;
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        append_escaped(out_, attributes.value(name));
        out_ += '"';
    }
    out_ += ">\n";
    framed_image_ = image.index();
    write_image(framed_image_);
    out_ += "\n<figcaption>";
    if (caption.empty()) {
        append_escaped(out_, image.title());
    } else {
        const Document written = caption_of(image);
        if (const Node first = written.root().first_child()) out_ += render_inlines(first, host_).view();
    }
    out_ += "</figcaption>\n</figure>\n";
    return true;
}

HtmlRenderer::Walk HtmlRenderer::enter_paragraph(NodeIndex node) {
    if (write_block_embed(node) || write_figure(node)) return Walk::Skip;
    if (!is_tight(node)) {
        start_line();
        out_ += "<p>";
    }
    if (begins_task(node)) {
        out_ += "<label>";  // what is to be done names the box
        write_checkbox(static_cast<TaskState>(document_.record(document_.record(node).parent).detail));
    }
    return Walk::Descend;
}

bool HtmlRenderer::begins_task(NodeIndex paragraph) const {
    if (document_.dialect() != Dialect::Byline) return false;
    const NodeRecord& parent = document_.record(document_.record(paragraph).parent);
    return parent.kind == NodeKind::Item && parent.detail != 0 && parent.first_child == paragraph;
}

void HtmlRenderer::enter_heading(NodeIndex node) {
    start_line();
    out_ += "<h";
    out_ += static_cast<char>('0' + document_.record(node).detail);
    if (const HeadingId* found = find_heading_id(node)) {
        out_ += " id=\"";
        append_escaped(out_, found->id);
        out_ += '"';
    }
    write_attributes(node, {}, "id");
    out_ += '>';
}

// Empty, so that the heading's text stays what it is; the style sheet shows a sign. For who points at it: the outline
// has the same links for those who use keys or listen.
void HtmlRenderer::write_heading_link(NodeIndex node) {
    const HeadingId* found = options_.heading_links == HeadingLinks::Write ? find_heading_id(node) : nullptr;
    if (found == nullptr) return;
    out_ += "<a class=\"anchor\" href=\"#";
    append_url(out_, found->id);
    out_ += "\" aria-hidden=\"true\" tabindex=\"-1\"></a>";
}

const HeadingId* HtmlRenderer::find_heading_id(NodeIndex node) const {
    const auto found =
        std::lower_bound(heading_ids_.begin(), heading_ids_.end(), node,
                         [](const HeadingId& entry, NodeIndex wanted) { return entry.heading < wanted; });
    return found != heading_ids_.end() && found->heading == node ? &*found : nullptr;
}

void HtmlRenderer::enter_alert(NodeIndex node) {
    start_line();
    const AlertKind kind = view(node).alert();
    out_ += "<div class=\"alert alert-";
    out_ += alert_names[static_cast<std::size_t>(kind)];
    out_ += "\" role=\"note\">\n";
    const Node first = view(node).first_child();
    if (first && first.kind() == NodeKind::AlertTitle) return;
    out_ += "<p class=\"alert-title\">";
    append_escaped(out_, host_.alert_title(kind));
    out_ += "</p>\n";
}

// An empty cell heads nothing: who listens would be told of a column without a name.
bool HtmlRenderer::is_header_cell(NodeIndex cell) const {
    const NodeRecord& record = document_.record(cell);
    if ((record.flags & node_flags::header) == 0) return false;
    return document_.dialect() != Dialect::Byline || record.first_child != no_node;
}

void HtmlRenderer::enter_table_cell(NodeIndex node) {
    const NodeRecord& record = document_.record(node);
    out_ += is_header_cell(node) ? "<th" : "<td";
    constexpr std::array<std::string_view, 4> names = {"", "left", "center", "right"};
    if (record.detail != 0) {
        // The align attribute is obsolete, and a style attribute needs 'unsafe-inline' in the site's policy.
        out_ += document_.dialect() == Dialect::Byline ? " class=\"align-" : " align=\"";
        out_ += names[record.detail];
        out_ += '"';
    }
    out_ += '>';
}

void HtmlRenderer::leave_table_row(NodeIndex node) {
    const NodeRecord& record = document_.record(node);
    out_ += "</tr>\n";
    if ((record.flags & node_flags::header) == 0) return;
    out_ += "</thead>\n";
    if (record.next_sibling != no_node) out_ += "<tbody>\n";
}

void HtmlRenderer::write_code_block(NodeIndex node) {
    start_line();
    const Node block = view(node);
    const auto html =
        host_.code_block({block.language(), block.info(), block.literal(), block.attributes(), position(node)});
    if (html) {
        out_ += html->view();
        start_line();
        return;
    }
    out_ += "<pre";
    write_attributes(node);
    out_ += "><code";
    if (const std::string_view language = block.language(); !language.empty()) {
        out_ += " class=\"language-";
        append_escaped(out_, language);
        out_ += '"';
    }
    out_ += '>';
    append_escaped(out_, block.literal());
    out_ += "</code></pre>\n";
}

void HtmlRenderer::write_html_block(NodeIndex node) {
    start_line();
    const std::string_view literal = view(node).literal();
    switch (document_.raw_html()) {
        case RawHtml::Pass:
            if (document_.dialect() == Dialect::Gfm) {
                append_filtered_html(out_, literal);
            } else {
                out_ += literal;
            }
            break;
        case RawHtml::Escape:
            out_ += "<p>";
            append_escaped(out_, literal.substr(0, literal.find_last_not_of('\n') + 1));
            out_ += "</p>";
            break;
        case RawHtml::Omit: break;
    }
    start_line();
}

void HtmlRenderer::write_math(NodeIndex node) {
    const Node math = view(node);
    const MathStyle style = math.math_style();
    std::string_view tex = math.literal();
    while (!tex.empty() && tex.back() == '\n') tex.remove_suffix(1);
    if (const auto html = host_.math(tex, style, position(node))) {
        out_ += html->view();
        return;
    }
    const bool block = math.kind() == NodeKind::MathBlock;
    out_ += block ? "<div class=\"math display\">" : "<span class=\"math ";
    if (!block) out_ += style == MathStyle::Display ? "display\">" : "inline\">";
    out_ += style == MathStyle::Display ? "\\[" : "\\(";
    append_escaped(out_, tex);
    out_ += style == MathStyle::Display ? "\\]" : "\\)";
    out_ += block ? "</div>" : "</span>";
}

}  // namespace byline::markdown
