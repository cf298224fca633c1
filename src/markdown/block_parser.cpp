#include "markdown/block_parser.hpp"

#include <cstring>

#include "markdown/character_class.hpp"

namespace byline::markdown {

namespace {

// End of the line that begins at `begin`; `next` becomes the beginning of the following one.
std::uint32_t find_line_end(std::string_view source, std::uint32_t begin, bool carriage_returns, std::uint32_t& next) {
    const auto size = static_cast<std::uint32_t>(source.size());
    const void* found = std::memchr(source.data() + begin, '\n', size - begin);
    std::uint32_t end =
        found == nullptr ? size : static_cast<std::uint32_t>(static_cast<const char*>(found) - source.data());
    next = end < size ? end + 1 : end;
    if (!carriage_returns) return end;
    const void* carriage_return = std::memchr(source.data() + begin, '\r', end - begin);
    if (carriage_return == nullptr) return end;
    const auto at = static_cast<std::uint32_t>(static_cast<const char*>(carriage_return) - source.data());
    if (at + 1 != end || end == size) next = at + 1;
    return at;
}

// A lone pipe holds no cell, and so ends a table.
bool has_cells(std::string_view row) {
    while (!row.empty() && is_blank(row.back())) row.remove_suffix(1);
    return row != "|";
}

}  // namespace

BlockParser::BlockParser(DocumentBuilder& builder, ReferenceMap& references, ReferenceMap& footnotes)
    : builder_(builder),
      references_(references),
      footnotes_(footnotes),
      source_(builder.source()),
      dialect_(builder.options().dialect) {
    containers_.emplace_back();
}

void BlockParser::parse(std::uint32_t begin) {
    const auto size = static_cast<std::uint32_t>(source_.size());
    const bool carriage_returns = source_.find('\r') != std::string_view::npos;
    std::uint32_t next = 0;
    for (std::uint32_t at = 0; at < begin; at = next) {
        builder_.add_line(at);
        static_cast<void>(find_line_end(source_, at, carriage_returns, next));
    }
    // A byte order mark is no text.
    if (begin == 0 && source_.substr(0, 3) == "\xef\xbb\xbf") {
        builder_.add_line(0);
        const std::uint32_t end = find_line_end(source_, 0, carriage_returns, next);
        process_line(3, end);
        begin = next;
    }
    for (std::uint32_t at = begin; at < size; at = next) {
        builder_.add_line(at);
        const std::uint32_t end = find_line_end(source_, at, carriage_returns, next);
        process_line(at, end);
        previous_end_ = end;
    }
    close_leaf();
    while (containers_.size() > 1) close_container();
}

// https://spec.commonmark.org/0.31.2/#phase-1-block-structure
void BlockParser::process_line(std::uint32_t begin, std::uint32_t end) {
    line_.start(source_, begin, end);
    opened_ = false;
    match_containers();
    if (leaf_ != Leaf::None && all_matched() && continue_leaf()) return;
    open_blocks();
}

bool BlockParser::continue_leaf() {
    switch (leaf_) {
        case Leaf::FencedCode: clear_blank_marks(); return continue_fenced_code();
        case Leaf::IndentedCode: return continue_indented_code();
        case Leaf::Html: clear_blank_marks(); return continue_html();
        case Leaf::Math: return continue_math();
        case Leaf::None:
        case Leaf::Paragraph:
        case Leaf::Table: return false;
    }
    return false;
}

void BlockParser::open_blocks() {
    const bool may_be_lazy = leaf_ == Leaf::Paragraph;
    while (true) {
        if (line_.is_blank()) break;
        if (line_.indent() >= 4) {
            if ((!may_be_lazy || opened_) && open_indented_code() == Opened::Leaf) return clear_blank_marks();
            break;
        }
        const Opened opened = open_block();
        if (opened == Opened::Leaf) return clear_blank_marks();
        if (opened == Opened::Nothing) break;
        opened_ = true;
    }
    add_text_line();
}

void BlockParser::add_text_line() {
    if (line_.is_blank()) {
        // A blank line ends the paragraph, and every container that needs its marker again.
        closed_leaf_vanished_ = false;
        if (!all_matched() || leaf_ == Leaf::Paragraph || leaf_ == Leaf::Table) {
            close_leaf();
            while (containers_.size() > matched_) close_container();
        }
        return mark_blank_line();
    }
    clear_blank_marks();
    if (leaf_ == Leaf::Paragraph && !opened_) return add_line(line_.nonspace());  // lazily or not
    if (leaf_ == Leaf::Table && all_matched() && !opened_ && has_cells(line_.text())) {
        return add_table_row(line_.nonspace(), line_.end(), 0);
    }
    close_unmatched(NodeKind::Paragraph);
    start_leaf(Leaf::Paragraph, line_.nonspace());
    add_line(line_.nonspace());
}

void BlockParser::mark_blank_line() {
    const Container& container = containers_[matched_ - 1];
    const NodeIndex last = builder_.last_child(container.node);
    if (last != no_node && !closed_leaf_vanished_) builder_.record(last).flags |= node_flags::blank_end;
    for (std::size_t i = 0; i + 1 < matched_; ++i) {
        builder_.record(containers_[i].node).flags &= static_cast<std::uint16_t>(~node_flags::blank_end);
    }
    const bool first_line_of_item =
        container.kind == NodeKind::Item && !container.has_content && container.line_begin == line_.begin();
    const bool marks_its_lines =
        container.kind == NodeKind::BlockQuote || container.kind == NodeKind::DirectiveContainer;
    NodeRecord& record = builder_.record(container.node);
    if (first_line_of_item || marks_its_lines) {
        record.flags &= static_cast<std::uint16_t>(~node_flags::blank_end);
    } else {
        record.flags |= node_flags::blank_end;
    }
}

void BlockParser::clear_blank_marks() {
    for (const Container& container : containers_) {
        builder_.record(container.node).flags &= static_cast<std::uint16_t>(~node_flags::blank_end);
    }
}

BlockParser::Opened BlockParser::open_block() {
    const bool byline = dialect_ == Dialect::Byline;
    const auto first_of = [&](auto... openers) {
        Opened opened = Opened::Nothing;
        static_cast<void>(((opened = (this->*openers)(), opened != Opened::Nothing) || ...));
        return opened;
    };
    Opened opened = Opened::Nothing;
    switch (line_.first()) {
        case '>': return open_block_quote();
        case '#': return open_heading();
        case '`':
        case '~': return open_fenced_code();
        case '<': return open_html();
        case '=': return open_setext_heading();
        case '*':
        case '_': opened = first_of(&BlockParser::open_thematic_break, &BlockParser::open_list_item); break;
        case '-':
            opened = first_of(&BlockParser::open_setext_heading, &BlockParser::open_thematic_break,
                              &BlockParser::open_list_item);
            break;
        case '[': return dialect_ == Dialect::CommonMark ? Opened::Nothing : open_footnote();
        case ':':
            if (byline) opened = first_of(&BlockParser::open_directive, &BlockParser::open_directive_leaf);
            break;
        case '$': return byline ? open_math() : Opened::Nothing;
        case '+':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9': return open_list_item();
        default: break;
    }
    if (opened != Opened::Nothing) return opened;
    const char first = line_.first();
    if (dialect_ != Dialect::CommonMark && (first == '|' || first == '-' || first == ':')) return open_table();
    return Opened::Nothing;
}

}  // namespace byline::markdown
