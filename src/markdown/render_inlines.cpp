// How each kind of inline is written.
#include "markdown/html_renderer.hpp"
#include "markdown/html_writer.hpp"
#include "markdown/node_flags.hpp"
#include "markdown/plain_text_writer.hpp"

namespace byline::markdown {

HtmlRenderer::Walk HtmlRenderer::enter_inline(NodeIndex node) {
    const NodeRecord& record = document_.record(node);
    switch (record.kind) {
        case NodeKind::Text: append_escaped(out_, document_.view(record.text)); return Walk::Skip;
        case NodeKind::SoftBreak:
            if ((record.flags & node_flags::joining) == 0) out_ += '\n';
            return Walk::Skip;
        case NodeKind::HardBreak: out_ += "<br />\n"; return Walk::Skip;
        case NodeKind::Code:
            out_ += "<code";
            write_attributes(node);
            out_ += '>';
            append_escaped(out_, view(node).literal());
            out_ += "</code>";
            return Walk::Skip;
        case NodeKind::HtmlInline: write_html_inline(node); return Walk::Skip;
        case NodeKind::Emphasis: out_ += "<em>"; break;
        case NodeKind::Strong: out_ += "<strong>"; break;
        case NodeKind::Strikethrough: out_ += "<del>"; break;
        case NodeKind::Link: write_link_start(node); break;
        case NodeKind::Image: write_image(node); return Walk::Skip;
        case NodeKind::Autolink:
            write_link_start(node);
            append_escaped(out_, view(node).literal());
            if (links_ == Links::Write) out_ += "</a>";
            return Walk::Skip;
        case NodeKind::FootnoteReference:
        case NodeKind::InlineFootnote: write_footnote_mark(node); return Walk::Skip;
        case NodeKind::Wikilink: write_wikilink(node); return Walk::Skip;
        case NodeKind::Embed: write_embed(node); return Walk::Skip;
        case NodeKind::MathInline: write_math(node); return Walk::Skip;
        case NodeKind::DirectiveText: enter_directive(node); break;
        case NodeKind::Span:
            out_ += "<span";
            write_attributes(node);
            out_ += '>';
            break;
        default: break;
    }
    return Walk::Descend;
}

void HtmlRenderer::leave_inline(NodeIndex node) {
    switch (document_.record(node).kind) {
        case NodeKind::Emphasis: out_ += "</em>"; break;
        case NodeKind::Strong: out_ += "</strong>"; break;
        case NodeKind::Strikethrough: out_ += "</del>"; break;
        case NodeKind::Link:
            if (links_ == Links::Write) out_ += "</a>";
            break;
        case NodeKind::DirectiveText: leave_directive(node); break;
        case NodeKind::Span: out_ += "</span>"; break;
        default: break;
    }
}

void HtmlRenderer::write_link_start(NodeIndex node) {
    if (links_ == Links::Omit) return;
    const Node link = view(node);
    const ResolvedLink resolved = host_.link(link.destination(), position(node));
    out_ += "<a href=\"";
    if (trusted() || !is_dangerous_url(resolved.url)) append_url(out_, resolved.url);
    out_ += '"';
    if (!link.title().empty()) {
        out_ += " title=\"";
        append_escaped(out_, link.title());
        out_ += '"';
    }
    if (!resolved.rel.empty()) {
        out_ += " rel=\"";
        append_escaped(out_, resolved.rel);
        out_ += '"';
    }
    write_attributes(node, resolved.css_class, "href", resolved.rel.empty() ? "" : "rel");
    if (!resolved.more_attributes.empty()) {
        out_ += ' ';
        out_ += resolved.more_attributes.view();
    }
    out_ += '>';
}

void HtmlRenderer::write_image(NodeIndex node) {
    const Node image = view(node);
    const ResolvedImage resolved = host_.image(image.destination(), position(node));
    out_ += "<img src=\"";
    if (trusted() || !is_dangerous_url(resolved.url)) append_url(out_, resolved.url);
    out_ += "\" alt=\"";
    append_escaped(out_, plain_text(image));
    out_ += '"';
    if (!image.title().empty() && node != framed_image_) {
        out_ += " title=\"";
        append_escaped(out_, image.title());
        out_ += '"';
    }
    // What the writer says about the size counts more than what the file says.
    const Attributes attributes = image.attributes();
    const bool sized = attributes.contains("width") || attributes.contains("height");
    if (!sized && resolved.width != 0) out_ += " width=\"" + std::to_string(resolved.width) + '"';
    if (!sized && resolved.height != 0) out_ += " height=\"" + std::to_string(resolved.height) + '"';
    write_attributes(node, {}, "src", "alt");
    if (!resolved.more_attributes.empty()) {
        out_ += ' ';
        out_ += resolved.more_attributes.view();
    }
    out_ += " />";
}

void HtmlRenderer::write_html_inline(NodeIndex node) {
    const std::string_view literal = view(node).literal();
    if (document_.raw_html() == RawHtml::Escape) return append_escaped(out_, literal);
    if (document_.raw_html() == RawHtml::Omit) return;
    if (document_.dialect() == Dialect::Gfm) return append_filtered_html(out_, literal);
    out_ += literal;
}

void HtmlRenderer::write_wikilink(NodeIndex node) {
    const Node link = view(node);
    const std::string_view target = link.destination();
    const ResolvedWikilink resolved = host_.wikilink(target, link.fragment(), link.label(), position(node));
    std::string shown(link.label());
    if (shown.empty()) shown = resolved.title.empty() ? std::string(target) : resolved.title;
    if (shown.empty()) shown = link.fragment();
    const bool missing = resolved.state == WikilinkState::Missing;
    const bool linked = links_ == Links::Write && !resolved.url.empty();
    if (linked) {
        out_ += "<a href=\"";
        if (trusted() || !is_dangerous_url(resolved.url)) append_url(out_, resolved.url);
        out_ += '"';
    } else {
        out_ += "<span";
    }
    out_ += missing ? " class=\"wikilink missing\">" : " class=\"wikilink\">";
    append_escaped(out_, shown);
    out_ += linked ? "</a>" : "</span>";
}

void HtmlRenderer::write_embed(NodeIndex node) {
    const Node embed = view(node);
    const auto html = host_.embed(embed.destination(), embed.fragment(), embed.label(), position(node));
    if (html) {
        out_ += html->view();
    } else {
        write_wikilink(node);
    }
}

bool HtmlRenderer::may_write(const Attribute& attribute) const {
    return trusted() || is_harmless_attribute(attribute.name);
}

void HtmlRenderer::write_attributes(NodeIndex node, std::string_view css_class, std::string_view but,
                                    std::string_view but_too) {
    const Attributes attributes = view(node).attributes();
    const bool is_framed = node == framed_image_;
    const std::string_view own_classes = is_framed ? std::string_view() : attributes.value("class");
    if (!css_class.empty() || !own_classes.empty()) {
        out_ += " class=\"";
        append_escaped(out_, css_class);
        if (!css_class.empty() && !own_classes.empty()) out_ += ' ';
        append_escaped(out_, own_classes);
        out_ += '"';
    }
    const std::string_view title = attributes.empty() ? std::string_view() : view(node).title();
    const NodeKind kind = document_.record(node).kind;
    const bool titled = (kind == NodeKind::Link || kind == NodeKind::Image) && !title.empty();
    for (std::uint32_t i = 0; i < attributes.size(); ++i) {
        const Attribute attribute = attributes[i];
        if (attribute.name == "class" || attribute.name == but || attribute.name == but_too) continue;
        if (is_framed && (attribute.name == "id" || attribute.name == "caption")) continue;
        if (!may_write(attribute) || (titled && attribute.name == "title")) continue;
        out_ += is_html_attribute(attribute.name) ? " " : " data-";
        out_ += attribute.name;
        out_ += "=\"";
        append_escaped(out_, attribute.value);
        out_ += '"';
    }
}

}  // namespace byline::markdown
