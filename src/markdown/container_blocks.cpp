// The container blocks: block quotes, lists and their items, footnote definitions.
#include <algorithm>

#include "markdown/block_parser.hpp"
#include "markdown/character_class.hpp"
#include "markdown/link_syntax.hpp"

namespace byline::markdown {

void BlockParser::match_containers() {
    matched_ = 1;
    while (matched_ < containers_.size() && match_container(containers_[matched_])) ++matched_;
}

bool BlockParser::match_container(const Container& container) {
    switch (container.kind) {
        case NodeKind::BlockQuote:
            if (line_.indent() >= 4 || line_.first() != '>') return false;
            line_.advance_past(1);
            line_.advance_optional_space();
            return true;
        case NodeKind::Item:
        case NodeKind::FootnoteDefinition:
            if (line_.is_blank() && container.kind == NodeKind::Item && !container.has_content) return false;
            if (line_.indent() >= container.content_indent) {
                line_.advance_columns(container.content_indent);
                return true;
            }
            if (!line_.is_blank()) return false;
            line_.advance_to_nonspace();
            return true;
        default: return true;  // a list goes on until something else comes; a directive until its fence
    }
}

void BlockParser::close_unmatched(NodeKind next) {
    if (leaf_ != Leaf::None) close_leaf();
    while (containers_.size() > matched_) close_container();
    while (containers_.back().kind == NodeKind::List && next != NodeKind::Item) close_container();
    matched_ = containers_.size();
    containers_.back().has_content = true;
}

void BlockParser::close_container() {
    const Container container = containers_.back();
    containers_.pop_back();
    const NodeIndex last = builder_.last_child(container.node);
    NodeRecord& record = builder_.record(container.node);
    if (last != no_node) {
        const NodeRecord& last_record = builder_.record(last);
        record.end = std::max(record.end, last_record.end);
        // An item or list ends with a blank line when its last child does.
        if (container.kind == NodeKind::Item || container.kind == NodeKind::List) {
            record.flags |= static_cast<std::uint16_t>(last_record.flags & node_flags::blank_end);
        }
    }
    if (container.kind == NodeKind::List) resolve_list(container.node);
    if (container.kind == NodeKind::DirectiveContainer && container.colons != 0) {
        builder_.warn("the directive is not closed",
                      "end it with a line of " + std::to_string(container.colons) + " colons", record.begin);
    }
}

// https://spec.commonmark.org/0.31.2/#loose: items separated by blank lines, or an item that directly contains
// two blocks with a blank line between them.
void BlockParser::resolve_list(NodeIndex list) {
    bool loose = false;
    for (NodeIndex item = builder_.record(list).first_child; item != no_node && !loose;
         item = builder_.record(item).next_sibling) {
        const NodeRecord& record = builder_.record(item);
        const bool last_item = record.next_sibling == no_node;
        if ((record.flags & node_flags::blank_end) != 0 && !last_item) loose = true;
        for (NodeIndex child = record.first_child; child != no_node && !loose;
             child = builder_.record(child).next_sibling) {
            const NodeRecord& block = builder_.record(child);
            const bool last_block = block.next_sibling == no_node;
            if ((block.flags & node_flags::blank_end) != 0 && !(last_item && last_block)) loose = true;
        }
    }
    if (loose) builder_.record(list).flags |= node_flags::loose;
}

NodeIndex BlockParser::push_container(NodeKind kind, std::uint32_t begin) {
    Container container;
    container.kind = kind;
    container.line_begin = line_.begin();
    container.node = builder_.append_block(containers_.back().node, kind, begin);
    containers_.back().has_content = true;
    containers_.push_back(container);
    matched_ = containers_.size();
    return container.node;
}

bool BlockParser::too_deep() {
    // A list takes two containers.
    if (matched_ + 1 < builder_.options().max_nesting_depth) return false;
    builder_.exceed(DocumentBuilder::Bound::Depth, line_.nonspace());
    return true;
}

BlockParser::Opened BlockParser::open_block_quote() {
    if (too_deep()) return Opened::Nothing;
    close_unmatched(NodeKind::BlockQuote);
    const NodeIndex quote = push_container(NodeKind::BlockQuote, line_.nonspace());
    line_.advance_past(1);
    builder_.record(quote).end = line_.offset();
    line_.advance_optional_space();
    return Opened::Container;
}

// https://spec.commonmark.org/0.31.2/#list-marker
bool BlockParser::scan_list_marker(ListMarker& marker) const {
    std::uint32_t at = line_.nonspace();
    const char first = line_.first();
    if (is_digit(first)) {
        marker.type = ListType::Ordered;
        while (at - line_.nonspace() < 9 && is_digit(line_.at(at))) {
            marker.start = marker.start * 10 + static_cast<std::uint32_t>(line_.at(at) - '0');
            ++at;
        }
        if (line_.at(at) != '.' && line_.at(at) != ')') return false;
    } else if (first != '-' && first != '+' && first != '*') {
        return false;
    }
    marker.character = line_.at(at++);
    marker.length = at - line_.nonspace();
    if (at < line_.end() && !is_blank(line_.at(at))) return false;
    if (!in_paragraph()) return true;
    // Only a list that starts with 1 and has text can interrupt a paragraph.
    if (marker.type == ListType::Ordered && marker.start != 1) return false;
    while (is_blank(line_.at(at))) ++at;
    return at < line_.end();
}

BlockParser::Opened BlockParser::open_list_item() {
    ListMarker marker;
    if (!scan_list_marker(marker) || too_deep()) return Opened::Nothing;
    close_unmatched(NodeKind::Item);
    const std::uint32_t begin = line_.nonspace();
    const std::uint32_t marker_indent = line_.indent();
    line_.advance_past(marker.length);
    const std::uint32_t after_marker = line_.offset();
    std::uint32_t padding = line_.indent();
    const bool starts_blank = line_.is_blank();
    if (padding >= 5 || padding < 1 || starts_blank) {
        // Indented code, or nothing yet: one space belongs to the marker.
        line_.advance_optional_space();
        padding = 1;
    } else {
        line_.advance_columns(padding);
    }
    if (containers_.back().kind == NodeKind::List && containers_.back().marker != marker.character) close_container();
    matched_ = containers_.size();
    if (containers_.back().kind != NodeKind::List) {
        const NodeIndex list = push_container(NodeKind::List, begin);
        containers_.back().marker = marker.character;
        NodeRecord& record = builder_.record(list);
        record.detail = static_cast<std::uint8_t>(marker.type);
        record.text.offset = marker.start;
    }
    const NodeIndex item = push_container(NodeKind::Item, begin);
    builder_.record(item).end = after_marker;
    containers_.back().content_indent = marker_indent + marker.length + padding;
    return Opened::Container;
}

BlockParser::Opened BlockParser::open_footnote() {
    const std::string_view text = line_.text();
    std::string_view label;
    if (text.size() < 2 || text[1] != '^') return Opened::Nothing;
    const std::size_t end = scan_link_label(text, 0, label);
    if (end == 0 || end >= text.size() || text[end] != ':' || label.size() < 2) return Opened::Nothing;
    if (std::any_of(label.begin(), label.end(), is_whitespace) || too_deep()) return Opened::Nothing;
    close_unmatched(NodeKind::FootnoteDefinition);
    const NodeIndex footnote = push_container(NodeKind::FootnoteDefinition, line_.nonspace());
    containers_.back().content_indent = 4;
    builder_.detail(footnote).first = builder_.slice_of(label.substr(1));
    footnotes_.add(label.substr(1), footnote);
    line_.advance_past(static_cast<std::uint32_t>(end) + 1);
    builder_.record(footnote).end = line_.offset();
    line_.advance_to_nonspace();
    return Opened::Container;
}

}  // namespace byline::markdown
