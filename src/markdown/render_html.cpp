#include "markdown/render_html.hpp"

#include <utility>

#include "markdown/html_renderer.hpp"

namespace byline::markdown {

HtmlRenderer::HtmlRenderer(const Document& document, Host& host, const RenderOptions& options, Links links)
    : document_(document), host_(host), options_(options), links_(links) {}

text::SafeHtml HtmlRenderer::render_document() {
    const bool ids = options_.heading_ids == HeadingIds::Write ||
                     (options_.heading_ids == HeadingIds::ByDialect && document_.dialect() == Dialect::Byline);
    if (ids) heading_ids_ = markdown::heading_ids(document_);
    const std::size_t size = document_.body().size();
    out_.reserve(size + size / 4 + 64);
    NodeIndex block = options_.first_block != no_node ? options_.first_block : document_.record(0).first_child;
    for (; block != no_node && block != options_.end_block; block = document_.record(block).next_sibling) {
        if (block != options_.omitted_block) render_subtree(block);
    }
    if (!footnotes_.empty()) write_footnotes();
    return text::SafeHtml::vouch(std::move(out_));
}

text::SafeHtml HtmlRenderer::render_children(NodeIndex parent) {
    for (NodeIndex node = document_.record(parent).first_child; node != no_node;
         node = document_.record(node).next_sibling) {
        render_subtree(node);
    }
    return text::SafeHtml::vouch(std::move(out_));
}

void HtmlRenderer::render_subtree(NodeIndex root) {
    NodeIndex node = root;
    while (true) {
        const bool descend = enter(node) == Walk::Descend;
        const NodeIndex child = document_.record(node).first_child;
        if (descend && child != no_node) {
            node = child;
            continue;
        }
        if (descend) leave(node);
        while (node != root && document_.record(node).next_sibling == no_node) {
            node = document_.record(node).parent;
            leave(node);
        }
        if (node == root) return;
        node = document_.record(node).next_sibling;
    }
}

HtmlRenderer::Walk HtmlRenderer::enter(NodeIndex node) {
    return is_block(document_.record(node).kind) ? enter_block(node) : enter_inline(node);
}

void HtmlRenderer::leave(NodeIndex node) {
    is_block(document_.record(node).kind) ? leave_block(node) : leave_inline(node);
}

text::SafeHtml render_html(const Document& document, const RenderOptions& options) {
    Host host;
    return render_html(document, host, options);
}

text::SafeHtml render_html(const Document& document, Host& host, const RenderOptions& options) {
    if (document.node_count() == 0) return {};
    return HtmlRenderer(document, host, options, Links::Write).render_document();
}

text::SafeHtml render_inlines(Node node) {
    Host host;
    return render_inlines(node, host);
}

text::SafeHtml render_inlines(Node node, Host& host) {
    RenderOptions options;
    options.footnotes = Footnotes::Omit;
    return HtmlRenderer(node.document(), host, options, Links::Write).render_children(node.index());
}

text::SafeHtml render_unlinked_inlines(Node node, Host& host) {
    RenderOptions options;
    options.footnotes = Footnotes::Omit;
    return HtmlRenderer(node.document(), host, options, Links::Omit).render_children(node.index());
}

}  // namespace byline::markdown
