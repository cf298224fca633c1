#include "markdown/summary.hpp"

#include "markdown/outline.hpp"
#include "markdown/plain_text_writer.hpp"

namespace byline::markdown {

namespace {

bool is_more_marker(Node block) {
    if (block.kind() != NodeKind::HtmlBlock) return false;
    std::string word;
    for (const char c : block.literal()) {
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') word += c;
    }
    return word == "<!--more-->" || word == "<!--More-->" || word == "<!--MORE-->";
}

bool says_something(Node paragraph) {
    for (Node node = paragraph; node; node = node.next_in(paragraph)) {
        const NodeKind kind = node.kind();
        if (kind == NodeKind::Image) return false;  // a paragraph that is a picture introduces nothing
        if (kind == NodeKind::Text || kind == NodeKind::Code) return true;
    }
    return false;
}

}  // namespace

Summary summary(const Document& document) {
    Summary result;
    if (document.node_count() == 0) return result;
    const Node title = title_heading(document);
    for (const Node block : document.root().children()) {
        if (!is_more_marker(block)) continue;
        result.source = SummarySource::Marker;
        result.first_block = document.root().first_child().index();
        result.end_block = block.index();
        result.omitted_block = title.index();
        return result;
    }
    for (const Node block : document.root().children()) {
        if (block.kind() != NodeKind::Paragraph || !says_something(block)) continue;
        result.source = SummarySource::FirstParagraph;
        result.first_block = block.index();
        result.end_block = block.next_sibling().index();
        return result;
    }
    // Nothing: a run of no blocks.
    result.first_block = result.end_block = document.root().first_child().index();
    return result;
}

RenderOptions render_options(const Summary& summary) {
    RenderOptions options;
    options.footnotes = Footnotes::Omit;
    options.heading_ids = HeadingIds::Omit;
    options.first_block = summary.first_block;
    options.end_block = summary.end_block;
    options.omitted_block = summary.omitted_block;
    return options;
}

std::string plain_text(const Document& document, const Summary& summary) {
    std::string out;
    if (summary.source == SummarySource::None) return out;
    for (Node block = document.node(summary.first_block); block && block.index() != summary.end_block;
         block = block.next_sibling()) {
        if (block.index() != summary.omitted_block) append_plain_blocks(out, block, CodeText::Omit);
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

}  // namespace byline::markdown
