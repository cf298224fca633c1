#include "markdown/anchors.hpp"

#include "markdown/html_attributes.hpp"

namespace byline::markdown {

namespace {

void add_footnote_anchors(std::vector<std::string>& anchors, Node node) {
    const std::uint32_t number = node.number();
    if (number == 0) return;
    const std::uint32_t ordinal = node.document().details(node.index()).ordinal;
    if (node.kind() != NodeKind::FootnoteReference) anchors.push_back("fn" + std::to_string(number));
    if (node.kind() == NodeKind::FootnoteDefinition) return;
    anchors.push_back("fnref" + std::to_string(number) + (ordinal > 1 ? '-' + std::to_string(ordinal) : ""));
}

}  // namespace

std::vector<std::string> anchors(const Document& document) {
    return anchors(document, heading_ids(document));
}

std::vector<std::string> anchors(const Document& document, std::span<const HeadingId> headings) {
    std::vector<std::string> anchors;
    if (document.node_count() == 0) return anchors;
    std::size_t next_heading = 0;
    const Node root = document.root();
    for (Node node = root; node; node = node.next_in(root)) {
        const NodeKind kind = node.kind();
        if (kind == NodeKind::Heading) {
            if (next_heading < headings.size() && headings[next_heading].heading == node.index()) {
                anchors.push_back(headings[next_heading++].id);
            }
        } else if (kind == NodeKind::FootnoteDefinition || kind == NodeKind::FootnoteReference ||
                   kind == NodeKind::InlineFootnote) {
            add_footnote_anchors(anchors, node);
        } else if (kind == NodeKind::HtmlInline || kind == NodeKind::HtmlBlock) {
            if (document.raw_html() != RawHtml::Pass) continue;
            for_each_html_attribute(node.literal(), [&](const HtmlAttribute& attribute) {
                const bool name = is_html_name(attribute.name, "name") && is_html_name(attribute.tag, "a");
                if (is_html_name(attribute.name, "id") || name) anchors.emplace_back(attribute.value);
            });
        } else if (const std::string_view id = node.attributes().value("id"); !id.empty()) {
            anchors.emplace_back(id);
        }
    }
    return anchors;
}

}  // namespace byline::markdown
