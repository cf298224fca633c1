#include "markdown/references.hpp"

#include <string_view>
#include <utility>

#include "markdown/caption.hpp"
#include "markdown/entities.hpp"
#include "markdown/html_attributes.hpp"
#include "markdown/plain_text.hpp"

namespace byline::markdown {

namespace {

// References in an attribute's value are decoded, backslashes stay.
std::string decoded_value(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size();) {
        const std::size_t length = value[i] == '&' ? decode_entity(value.substr(i), out) : 0;
        if (length == 0) out += value[i];
        i += length == 0 ? 1 : length;
    }
    return out;
}

void add_html_references(std::vector<Reference>& references, Node node) {
    const std::string_view html = node.literal();
    const std::string_view source = node.document().source();
    for_each_html_attribute(html, [&](const HtmlAttribute& attribute) {
        const bool link = is_html_name(attribute.name, "href") && !is_html_name(attribute.tag, "link");
        const bool source_attribute = is_html_name(attribute.name, "src") || is_html_name(attribute.name, "poster") ||
                                      (is_html_name(attribute.name, "data") && is_html_name(attribute.tag, "object"));
        if (!link && !source_attribute) return;
        Reference reference;
        reference.kind = link ? ReferenceKind::HtmlLink : ReferenceKind::HtmlSource;
        reference.destination = decoded_value(attribute.value);
        // Exact where the HTML lies in one piece in the source; otherwise the block's place is near enough.
        const bool in_source = html.data() >= source.data() && html.data() < source.data() + source.size();
        reference.offset = in_source ? static_cast<std::uint32_t>(html.data() - source.data() + attribute.offset)
                                     : node.begin_offset();
        reference.node = node.index();
        references.push_back(std::move(reference));
    });
}

void add_directive_files(std::vector<Reference>& references, Node node) {
    for (const std::string_view name : {"src", "poster", "captions"}) {
        const std::string_view value = node.attributes().value(name);
        if (value.empty()) continue;
        references.push_back({ReferenceKind::DirectiveFile, std::string(value), {}, node.begin_offset(), node.index()});
    }
}

void add_references_of_caption(std::vector<Reference>& found, Node image) {
    if (!image.attributes().contains("caption")) return;
    for (Reference& reference : references(caption_of(image))) {
        reference.offset = image.begin_offset();
        reference.node = image.index();
        found.push_back(std::move(reference));
    }
}

}  // namespace

std::vector<Reference> references(const Document& document) {
    std::vector<Reference> references;
    if (document.node_count() == 0) return references;
    const Node root = document.root();
    for (Node node = root; node; node = node.next_in(root)) {
        ReferenceKind kind = ReferenceKind::Link;
        switch (node.kind()) {
            case NodeKind::Link:
            case NodeKind::Autolink: break;
            case NodeKind::Image: kind = ReferenceKind::Image; break;
            case NodeKind::Wikilink: kind = ReferenceKind::Wikilink; break;
            case NodeKind::Embed: kind = ReferenceKind::Embed; break;
            case NodeKind::HtmlInline:
            case NodeKind::HtmlBlock:
                if (document.raw_html() == RawHtml::Pass) add_html_references(references, node);
                continue;
            case NodeKind::DirectiveContainer:
            case NodeKind::DirectiveLeaf:
            case NodeKind::DirectiveText: add_directive_files(references, node); continue;
            default: continue;
        }
        const bool wiki = kind == ReferenceKind::Wikilink || kind == ReferenceKind::Embed;
        Reference reference;
        reference.kind = kind;
        reference.destination = node.destination();
        if (wiki) reference.fragment = node.fragment();
        reference.offset = node.begin_offset();
        reference.node = node.index();
        references.push_back(std::move(reference));
        if (node.kind() == NodeKind::Image) add_references_of_caption(references, node);
    }
    return references;
}

}  // namespace byline::markdown
