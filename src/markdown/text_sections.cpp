#include "markdown/text_sections.hpp"

#include <utility>

#include "markdown/outline.hpp"
#include "markdown/plain_text_writer.hpp"

namespace byline::markdown {

std::vector<TextSection> text_sections(const Document& document, NodeIndex omitted) {
    const Outline headings = outline(document);
    std::vector<TextSection> sections(1);
    auto next = headings.begin();
    PlainBlocks blocks(document.root(), CodeText::Keep);
    while (const Node block = blocks.next()) {
        const bool begins_section = next != headings.end() && next->node == block.index();
        if (begins_section && block.index() != omitted) sections.push_back({next->id, next->text, {}});
        if (!begins_section && block.index() != omitted) append_plain_block(sections.back().text, block);
        if (begins_section) ++next;
    }
    const auto is_empty = [](const TextSection& section) { return section.heading.empty() && section.text.empty(); };
    std::erase_if(sections, is_empty);
    return sections;
}

}  // namespace byline::markdown
