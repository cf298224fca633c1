// Directives: what stands inside is written first, then handed to the host.
#include <utility>

#include "markdown/html_renderer.hpp"
#include "markdown/html_writer.hpp"
#include "markdown/plain_text.hpp"

namespace byline::markdown {

void HtmlRenderer::enter_directive(NodeIndex node) {
    PendingDirective pending;
    pending.node = node;
    if (document_.record(node).kind != NodeKind::DirectiveText) start_line();
    pending.outer = std::exchange(out_, {});
    directives_.push_back(std::move(pending));
}

// The label is the container's first child, so that until now nothing else was written.
void HtmlRenderer::leave_directive_label() {
    directives_.back().label = std::exchange(out_, {});
}

void HtmlRenderer::leave_directive(NodeIndex node) {
    PendingDirective pending = std::move(directives_.back());
    directives_.pop_back();
    std::string inner = std::exchange(out_, std::move(pending.outer));
    const Node directive = view(node);
    const NodeKind kind = directive.kind();
    const bool container = kind == NodeKind::DirectiveContainer;
    const DirectiveForm form = container                         ? DirectiveForm::Container
                               : kind == NodeKind::DirectiveLeaf ? DirectiveForm::Leaf
                                                                 : DirectiveForm::Text;
    if (!container) pending.label = std::exchange(inner, {});
    std::string label_text;
    const Node first = directive.first_child();
    if (!container) {
        label_text = plain_text(directive);
    } else if (first && first.kind() == NodeKind::DirectiveLabel) {
        label_text = plain_text(first);
    }
    const DirectiveCall call{directive.name(),
                             form,
                             text::SafeHtml::vouch(std::move(pending.label)),
                             std::move(label_text),
                             directive.attributes(),
                             text::SafeHtml::vouch(std::move(inner)),
                             position(node)};
    if (const auto html = host_.directive(call)) {
        out_ += html->view();
        if (form != DirectiveForm::Text) start_line();
        return;
    }
    out_ += form == DirectiveForm::Text ? "<span" : "<div";
    write_attributes(node, call.name);
    out_ += '>';
    if (container) {
        out_ += '\n';
        if (!call.label.empty()) {
            out_ += "<p class=\"label\">";
            out_ += call.label.view();
            out_ += "</p>\n";
        }
        out_ += call.inner.view();
        start_line();
    } else {
        out_ += call.label.view();
    }
    out_ += form == DirectiveForm::Text ? "</span>" : "</div>\n";
}

}  // namespace byline::markdown
