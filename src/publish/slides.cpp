#include "publish/slides.hpp"

#include <utility>

#include <fmt/format.h>

#include "markdown/plain_text.hpp"
#include "markdown/render_html.hpp"
#include "site/deck.hpp"

namespace byline::publish {
namespace {

using markdown::Node;
using markdown::NodeIndex;
using markdown::NodeKind;

bool is_notes(const Node& block) {
    return block.kind() == NodeKind::DirectiveContainer && block.name() == "notes";
}

class SlideMaker {
  public:
    SlideMaker(const markdown::Document& document, markdown::Host& host) : document_(document), host_(host) {}

    // Of the blocks from `first` to before `end`.
    Slide make(Node first, Node end, std::size_t number) {
        Slide slide;
        std::string html;
        std::string notes;
        id_prefix_ = fmt::format("slide-{}-", number);
        Node run = first;  // of blocks that are no notes
        for (Node block = first; block != end; block = block.next_sibling()) {
            if (block.kind() == NodeKind::Heading && !has_heading_) take_heading(block, slide);
            if (!is_notes(block)) continue;
            if (run != block) html += render(run, block);
            run = block.next_sibling();
            Node inside = block.first_child();
            if (inside && inside.kind() == NodeKind::DirectiveLabel) inside = inside.next_sibling();
            if (inside) notes += render(inside, Node());
        }
        if (run != end) html += render(run, end);
        has_heading_ = false;
        slide.html = text::SafeHtml::vouch(std::move(html));
        slide.notes = text::SafeHtml::vouch(std::move(notes));
        return slide;
    }

  private:
    void take_heading(const Node& heading, Slide& slide) {
        has_heading_ = true;
        slide.title = markdown::plain_text(heading);
        slide.css_class = heading.attributes().value("class");
    }

    std::string render(const Node& first, const Node& end) {
        markdown::RenderOptions options;
        options.first_block = first.index();
        options.end_block = end.index();
        options.id_prefix = id_prefix_;  // a footnote may be named on several slides
        return markdown::render_html(document_, host_, options).string();
    }

    const markdown::Document& document_;
    markdown::Host& host_;
    std::string id_prefix_;
    bool has_heading_ = false;
};

}  // namespace

std::vector<Slide> slides_of(const markdown::Document& document, markdown::Host& host) {
    std::vector<Slide> slides;
    SlideMaker maker(document, host);
    Node first = document.root().first_child();
    while (first && slides.size() < site::most_slides) {
        Node end = first;
        while (end && end.kind() != NodeKind::ThematicBreak) end = end.next_sibling();
        if (end != first) slides.push_back(maker.make(first, end, slides.size() + 1));
        first = end ? end.next_sibling() : Node();
    }
    return slides;
}

}  // namespace byline::publish
