#include "markdown/footnote_numbers.hpp"

#include <vector>

namespace byline::markdown {

namespace {

class FootnoteNumberer {
  public:
    explicit FootnoteNumberer(DocumentBuilder& builder) : builder_(builder) {}

    void run() {
        visit(0);
        // Notes may hold marks of further notes, which then queue up behind them.
        for (std::size_t i = 0; i < queue_.size(); ++i) visit(queue_[i]);
    }

  private:
    void visit(NodeIndex root) {
        NodeIndex node = builder_.record(root).first_child;
        while (node != no_node) {
            const NodeKind kind = builder_.record(node).kind;
            if (kind == NodeKind::FootnoteReference) number_reference(node);
            if (kind == NodeKind::InlineFootnote) number_definition(node);
            const bool descend = kind != NodeKind::InlineFootnote && kind != NodeKind::FootnoteDefinition;
            if (descend && builder_.record(node).first_child != no_node) {
                node = builder_.record(node).first_child;
                continue;
            }
            while (node != root && builder_.record(node).next_sibling == no_node) node = builder_.record(node).parent;
            node = node == root ? no_node : builder_.record(node).next_sibling;
        }
    }

    void number_definition(NodeIndex node) {
        NodeDetails& details = builder_.detail(node);
        if (details.number == 0) {
            details.number = ++last_number_;
            queue_.push_back(node);
        }
        ++details.ordinal;
    }

    void number_reference(NodeIndex node) {
        const NodeIndex definition = builder_.detail(node).ordinal;
        number_definition(definition);
        builder_.detail(node).number = builder_.detail(definition).number;
        builder_.detail(node).ordinal = builder_.detail(definition).ordinal;
    }

    DocumentBuilder& builder_;
    std::vector<NodeIndex> queue_;
    std::uint32_t last_number_ = 0;
};

}  // namespace

void number_footnotes(DocumentBuilder& builder) {
    for (NodeIndex node = 0; node < builder.node_count(); ++node) {
        const NodeKind kind = builder.record(node).kind;
        if (kind == NodeKind::FootnoteReference || kind == NodeKind::InlineFootnote) {
            return FootnoteNumberer(builder).run();
        }
    }
}

}  // namespace byline::markdown
