#include "markdown/outline.hpp"

#include <utility>

#include "markdown/host.hpp"
#include "markdown/html_renderer.hpp"
#include "markdown/plain_text.hpp"

namespace byline::markdown {

Outline outline(const Document& document) {
    Host host;
    return outline(document, host);
}

Outline outline(const Document& document, Host& host) {
    return outline(document, heading_ids(document), host);
}

Outline outline(const Document& document, std::span<const HeadingId> headings, Host& host) {
    Outline entries;
    entries.reserve(headings.size());
    for (const HeadingId& heading : headings) {
        const Node node = document.node(heading.heading);
        OutlineEntry entry;
        entry.node = heading.heading;
        entry.level = node.level();
        entry.id = heading.id;
        entry.html = render_unlinked_inlines(node, host);
        entry.text = plain_text(node);
        entry.offset = node.begin_offset();
        entries.push_back(std::move(entry));
    }
    return entries;
}

Node first_heading(const Document& document) {
    for (NodeIndex node = 0; node < document.node_count(); ++node) {
        if (document.record(node).kind == NodeKind::Heading) return document.node(node);
    }
    return {};
}

Node title_heading(const Document& document) {
    const Node first = document.root().first_child();
    return first && first.kind() == NodeKind::Heading && first.level() == 1 ? first : Node();
}

}  // namespace byline::markdown
