// What becomes of a leaf's lines when it ends.
#include <algorithm>

#include "markdown/block_parser.hpp"
#include "markdown/character_class.hpp"
#include "markdown/link_syntax.hpp"

namespace byline::markdown {

namespace {

std::size_t trimmed_length(std::string_view text) {
    std::size_t length = text.size();
    while (length > 0 && (is_blank(text[length - 1]) || text[length - 1] == '\n')) --length;
    return length;
}

bool is_blank_text(std::string_view text) {
    return trimmed_length(text) == 0;
}

// Position after the line break when only blanks follow on this line, otherwise 0.
std::size_t skip_rest_of_line(std::string_view text, std::size_t position) {
    while (position < text.size() && is_blank(text[position])) ++position;
    if (position == text.size()) return position;
    return text[position] == '\n' ? position + 1 : 0;
}

}  // namespace

void BlockParser::close_leaf() {
    const Leaf leaf = leaf_;
    leaf_ = Leaf::None;
    closed_leaf_vanished_ = false;
    switch (leaf) {
        case Leaf::None: break;
        case Leaf::Paragraph: close_paragraph(); break;
        case Leaf::FencedCode: close_fenced_code(); break;
        case Leaf::IndentedCode: close_indented_code(); break;
        case Leaf::Html: close_html(); break;
        case Leaf::Table: leaf_node_ = no_node; break;
        case Leaf::Math:
            builder_.warn("display math is not closed", "end it with $$ before the next blank line", leaf_begin_);
            close_paragraph();
            break;
    }
}

// The text of the collected lines: a view of the source where they lie there side by side, otherwise a copy.
Slice BlockParser::joined_text() {
    bool contiguous = lines_[0].spaces == 0;
    for (std::size_t i = 1; i < lines_.size() && contiguous; ++i) {
        contiguous = lines_[i].begin == lines_[i - 1].end + 1 && source_[lines_[i - 1].end] == '\n';
    }
    if (contiguous) return {lines_.front().begin, lines_.back().end - lines_.front().begin};
    std::string& joined = builder_.joined();
    const auto start = static_cast<std::uint32_t>(joined.size());
    for (const LeafLine& line : lines_) {
        if (joined.size() != start) joined += '\n';
        builder_.line_origins().push_back({static_cast<std::uint32_t>(joined.size()), line.begin});
        joined += source_.substr(line.begin, line.end - line.begin);
    }
    return {DocumentBuilder::joined_tag | start, static_cast<std::uint32_t>(joined.size()) - start};
}

// The same for literal text, where every line ends with a line break.
Slice BlockParser::joined_literal() {
    if (lines_.empty()) return {};
    bool contiguous = lines_.back().end < source_.size() && source_[lines_.back().end] == '\n';
    for (std::size_t i = 0; i < lines_.size() && contiguous; ++i) {
        contiguous = lines_[i].spaces == 0 &&
                     (i == 0 || (lines_[i].begin == lines_[i - 1].end + 1 && source_[lines_[i - 1].end] == '\n'));
    }
    if (contiguous) return {lines_.front().begin, lines_.back().end + 1 - lines_.front().begin};
    std::string& joined = builder_.joined();
    const auto start = static_cast<std::uint32_t>(joined.size());
    for (const LeafLine& line : lines_) {
        joined.append(line.spaces, ' ');
        joined += source_.substr(line.begin, line.end - line.begin);
        joined += '\n';
    }
    return {DocumentBuilder::joined_tag | start, static_cast<std::uint32_t>(joined.size()) - start};
}

void BlockParser::set_content(NodeIndex node, Slice text) {
    NodeRecord& record = builder_.record(node);
    record.flags |= node_flags::content;
    if ((record.flags & node_flags::detailed) != 0) {
        builder_.detail(node).third = text;
    } else {
        record.text = text;
    }
}

void BlockParser::close_paragraph() {
    const NodeIndex parent = containers_.back().node;
    const std::uint32_t lines_end = lines_.empty() ? 0 : lines_.back().end;
    const bool first_child = builder_.last_child(parent) == no_node;
    if (!lines_.empty() && first_child && dialect_ == Dialect::Byline &&
        builder_.record(parent).kind == NodeKind::BlockQuote) {
        convert_alert(parent);
    }
    Slice text = lines_.empty() ? Slice() : take_reference_definitions(joined_text());
    text.length = static_cast<std::uint32_t>(trimmed_length(builder_.view(text)));
    if (text.length != 0 && first_child && dialect_ != Dialect::CommonMark &&
        builder_.record(parent).kind == NodeKind::Item) {
        text = take_task_marker(parent, text);
    }
    lines_.clear();
    closed_leaf_vanished_ = text.length == 0;
    if (closed_leaf_vanished_) {
        // Definitions leave no node, but they are part of their container.
        builder_.record(parent).end = std::max(builder_.record(parent).end, lines_end);
        return;
    }
    const std::uint32_t end = builder_.source_offset(text.offset + text.length - 1) + 1;
    set_content(append_leaf(NodeKind::Paragraph, builder_.source_offset(text.offset), end), text);
}

// https://spec.commonmark.org/0.31.2/#link-reference-definitions
Slice BlockParser::take_reference_definitions(Slice text) {
    const std::string_view view = builder_.view(text);
    if (view.empty() || view[0] != '[') return text;
    std::size_t position = 0;
    while (position < view.size() && view[position] == '[') {
        const std::size_t end = take_reference_definition(view, position);
        if (end == 0) break;
        position = end;
    }
    if (is_blank_text(view.substr(position))) return {};
    return {text.offset + static_cast<std::uint32_t>(position), text.length - static_cast<std::uint32_t>(position)};
}

std::size_t BlockParser::take_reference_definition(std::string_view text, std::size_t position) {
    std::string_view label;
    position = scan_link_label(text, position, label);
    if (position == 0 || position >= text.size() || text[position] != ':') return 0;
    position = skip_link_space(text, position + 1);
    std::string_view destination;
    const std::size_t destination_begin = position;
    position = scan_link_destination(text, position, destination);
    if (position == 0 || position == destination_begin) return 0;
    std::size_t end = skip_rest_of_line(text, position);
    std::string_view title;
    const std::size_t title_begin = skip_link_space(text, position);
    if (title_begin != position) {
        std::string_view scanned;
        const std::size_t title_end = scan_link_title(text, title_begin, scanned);
        const std::size_t after_title = title_end == 0 ? 0 : skip_rest_of_line(text, title_end);
        if (after_title != 0) {
            end = after_title;
            title = scanned;
        }
    }
    if (end == 0) return 0;
    NodeDetails details;
    details.first = builder_.unescaped(destination);
    details.second = builder_.unescaped(title);
    references_.add(label, builder_.add_details(details));
    return end;
}

Slice BlockParser::take_task_marker(NodeIndex item, Slice text) {
    const std::string_view view = builder_.view(text);
    if (view.size() < 5 || view[0] != '[' || view[2] != ']' || !is_whitespace(view[3])) return text;
    const bool done = view[1] == 'x' || view[1] == 'X';
    if (!done && !is_blank(view[1])) return text;
    builder_.record(item).detail = static_cast<std::uint8_t>(done ? TaskState::Done : TaskState::Open);
    std::uint32_t skipped = 4;
    while (skipped < text.length && is_whitespace(view[skipped])) ++skipped;
    return {text.offset + skipped, text.length - skipped};
}

// `> [!NOTE]` as the first line of a quote makes it an alert; what follows on that line is its own title.
bool BlockParser::convert_alert(NodeIndex quote) {
    const LeafLine first = lines_.front();
    const std::string_view line = source_.substr(first.begin, first.end - first.begin);
    if (line.substr(0, 2) != "[!") return false;
    const std::size_t close = line.find(']');
    if (close == std::string_view::npos || close == 2) return false;
    std::string word;
    for (const char c : line.substr(2, close - 2)) {
        if (!is_alpha(c)) return false;
        word += to_lower(c);
    }
    constexpr std::string_view words[] = {"note", "tip", "important", "warning", "caution"};
    const auto* found = std::find(std::begin(words), std::end(words), word);
    if (found == std::end(words)) {
        builder_.warn("unknown alert '" + word + "'", "use note, tip, important, warning or caution", first.begin);
        return false;
    }
    std::size_t title = close + 1;
    if (title < line.size() && !is_blank(line[title])) return false;
    while (title < line.size() && is_blank(line[title])) ++title;
    builder_.record(quote).kind = NodeKind::Alert;
    builder_.record(quote).detail = static_cast<std::uint8_t>(found - std::begin(words));
    const auto title_length = static_cast<std::uint32_t>(trimmed_length(line.substr(title)));
    if (title_length != 0) {
        const std::uint32_t begin = first.begin + static_cast<std::uint32_t>(title);
        const NodeIndex node = append_leaf(NodeKind::AlertTitle, begin, begin + title_length);
        set_content(node, {begin, title_length});
    }
    lines_.erase(lines_.begin());
    return true;
}

// `## Title {#id .class}`
void BlockParser::take_heading_attributes(NodeIndex heading, HeadingStyle style) {
    const Slice text = builder_.record(heading).text;
    const std::string_view view = builder_.view(text);
    if (view.empty() || view.back() != '}') return;
    const std::size_t open = view.rfind('{');
    if (open == std::string_view::npos || (open > 0 && view[open - 1] == '\\')) return;
    if (parse_attributes(view, open, BareKeys::Reject, attributes_) != view.size()) return;
    NodeDetails& details = builder_.detail(heading);
    builder_.set_attributes(details, attributes_);
    const std::string_view title = view.substr(0, open);
    const std::size_t length =
        style == HeadingStyle::Atx ? length_without_closing_hashes(title) : trimmed_length(title);
    details.third = {text.offset, static_cast<std::uint32_t>(length)};
}

void BlockParser::close_fenced_code() {
    std::string_view info = fence_info_;
    const bool byline = dialect_ == Dialect::Byline;
    attributes_.clear();
    if (byline && !info.empty() && info.back() == '}') {
        const std::size_t open = info.rfind('{');
        if (open != std::string_view::npos &&
            parse_attributes(info, open, BareKeys::Accept, attributes_) == info.size()) {
            info = info.substr(0, trimmed_length(info.substr(0, open)));
        } else {
            attributes_.clear();
        }
    }
    const bool math = byline && info == "math";
    const NodeIndex node = append_leaf(math ? NodeKind::MathBlock : NodeKind::CodeBlock, leaf_begin_, leaf_end_);
    NodeRecord& record = builder_.record(node);
    record.flags |= node_flags::fenced;
    if (math) record.detail = static_cast<std::uint8_t>(MathStyle::Display);
    const Slice literal = joined_literal();
    NodeDetails& details = builder_.detail(node);
    if (!math) details.first = builder_.unescaped(info);
    details.third = literal;
    if (!attributes_.empty()) builder_.set_attributes(details, attributes_);
}

void BlockParser::close_indented_code() {
    const std::size_t all = lines_.size();
    while (!lines_.empty() &&
           is_blank_text(source_.substr(lines_.back().begin, lines_.back().end - lines_.back().begin))) {
        lines_.pop_back();
    }
    const bool blank_end = lines_.size() != all;
    const NodeIndex node = append_leaf(NodeKind::CodeBlock, leaf_begin_, lines_.back().end);
    if (blank_end) builder_.record(node).flags |= node_flags::blank_end;
    const Slice literal = joined_literal();
    builder_.detail(node).third = literal;
}

void BlockParser::close_html() {
    const LeafLine& last = lines_.back();
    const NodeIndex node = append_leaf(NodeKind::HtmlBlock, leaf_begin_, last.end);
    if (is_blank_text(source_.substr(last.begin, last.end - last.begin))) {
        builder_.record(node).flags |= node_flags::blank_end;
    }
    builder_.record(node).text = joined_literal();
}

void BlockParser::close_math(std::uint32_t end) {
    leaf_ = Leaf::None;
    lines_.front().begin += 2;
    LeafLine& last = lines_.back();
    while (is_blank(source_[last.end - 1])) --last.end;
    last.end -= 2;
    const auto is_blank_line = [&](const LeafLine& line) {
        return line.end <= line.begin || is_blank_text(source_.substr(line.begin, line.end - line.begin));
    };
    if (lines_.size() > 1 && is_blank_line(lines_.back())) lines_.pop_back();
    if (lines_.size() > 1 && is_blank_line(lines_.front())) lines_.erase(lines_.begin());
    const NodeIndex node = append_leaf(NodeKind::MathBlock, leaf_begin_, end);
    builder_.record(node).detail = static_cast<std::uint8_t>(MathStyle::Display);
    const Slice literal = joined_literal();
    builder_.detail(node).third = literal;
    lines_.clear();
}

}  // namespace byline::markdown
