// The second pass over inlines: tokens, now paired, become nodes in document order.
#include <algorithm>

#include "markdown/autolink_syntax.hpp"
#include "markdown/inline_parser.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

// Marks that Chinese and Western text share: full-width beside Chinese.
bool is_shared_mark(char32_t c) {
    return c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d || c == 0x2014 || c == 0x2026 || c == 0xb7;
}

// Between two wide characters, or beside full-width punctuation, a line break in the source is no space.
bool joins_lines(std::string_view before, std::string_view after) {
    if (before.empty() || after.empty()) return false;
    std::size_t position = before.size();
    const char32_t last = decode_backward(before, position);
    position = 0;
    const char32_t first = decode_forward(after, position);
    const std::uint8_t left = unicode_class(last);
    const std::uint8_t right = unicode_class(first);
    const auto wide = [](std::uint8_t bits) {
        return (bits & unicode_bits::cjk) != 0 && (bits & unicode_bits::hangul) == 0;
    };
    const auto wide_punctuation = [&](std::uint8_t bits) {
        return wide(bits) && (bits & unicode_bits::punctuation) != 0;
    };
    if ((wide(left) && is_shared_mark(first)) || (is_shared_mark(last) && wide(right))) return true;
    return (wide(left) && wide(right)) || wide_punctuation(left) || wide_punctuation(right);
}

}  // namespace

void InlineParser::build(NodeIndex block) {
    open_nodes_.clear();
    open_nodes_.push_back({block, builder_.last_child(block)});
    pending_begin_ = pending_end_ = 0;
    link_depth_ = 0;
    soft_break_ = no_node;
    text_before_break_ = {};
    origin_ = 0;
    std::uint32_t position = 0;
    for (const Token& token : tokens_) {
        if (token.kind == TokenKind::Plain) continue;
        // A bracket's text may reach back before what was text until now.
        build_text(position, token.begin);
        build_token(token);
        position = token.end;
    }
    build_text(position, static_cast<std::uint32_t>(text_.size()));
    flush_text();
}

void InlineParser::build_token(const Token& token) {
    switch (token.kind) {
        case TokenKind::Plain: return;
        case TokenKind::Bracket: return build_text(token.begin, token.end);
        case TokenKind::Run: return build_run(token);
        case TokenKind::Escape: flush_text(); return build_text(token.begin + 1, token.end);
        default: break;
    }
    flush_text();
    if (token.kind == TokenKind::SoftBreak || token.kind == TokenKind::HardBreak) {
        const bool soft = token.kind == TokenKind::SoftBreak;
        const NodeIndex node = append(soft ? NodeKind::SoftBreak : NodeKind::HardBreak, token.begin, token.end);
        if (soft && dialect_ == Dialect::Byline) soft_break_ = node;
        return;
    }
    if (token.kind == TokenKind::Open) {
        open(token.node, token.begin);
        NodeRecord& record = builder_.record(open_nodes_.back().node);
        record.text.offset = token.value;
        record.flags |= node_flags::detailed;
        if (token.node == NodeKind::Link) ++link_depth_;
        return;
    }
    if (token.kind == TokenKind::Close) {
        if (builder_.record(open_nodes_.back().node).kind == NodeKind::Link) --link_depth_;
        return close(token.end);
    }
    NodeKind kind = token.node;
    if (token.kind == TokenKind::Code) kind = NodeKind::Code;
    if (token.kind == TokenKind::Math) kind = NodeKind::MathInline;
    if (token.kind == TokenKind::Html) kind = NodeKind::HtmlInline;
    const NodeIndex node = append(kind, token.begin, token.end);
    NodeRecord& record = builder_.record(node);
    record.detail = token.detail;
    if (token.detailed) record.flags |= node_flags::detailed;
    record.text = {token.value, token.length};
    if (token.kind == TokenKind::Html) record.text = {base_ + token.begin, token.end - token.begin};
    if (token.kind == TokenKind::Decoded) {
        resolve_soft_break(builder_.view(record.text));
        text_before_break_ = record.text;
        record.flags |= node_flags::decoded;
    } else {
        soft_break_ = no_node;
        text_before_break_ = {};
    }
}

void InlineParser::build_run(const Token& token) {
    const Delimiter& run = delimiters_[token.value];
    std::uint32_t position = token.begin;
    if (run.first_closed != 0 || run.first_opened != 0) flush_text();
    for (std::uint32_t i = run.first_closed; i != 0; i = edges_[i].next) {
        position += edges_[i].width;
        close(position);
    }
    build_text(run.begin, run.end);
    if (run.first_opened != 0) flush_text();
    position = run.end;
    for (std::uint32_t i = run.first_opened; i != 0; i = edges_[i].next) {
        open(edges_[i].kind, position);
        position += edges_[i].width;
    }
}

// Text that touches the text before it becomes one node with it.
void InlineParser::build_text(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end) return;
    if (begin != pending_end_) {
        flush_text();
        pending_begin_ = begin;
    }
    pending_end_ = end;
}

void InlineParser::flush_text() {
    const std::uint32_t begin = pending_begin_;
    const std::uint32_t end = pending_end_;
    if (begin == end) return;
    pending_begin_ = pending_end_;
    if (text_has_at_sign_ && link_depth_ == 0 && between(begin, end).find('@') != std::string_view::npos) {
        add_text_with_emails(begin, end);
    } else {
        add_text_node(begin, end);
    }
}

void InlineParser::add_text_node(std::uint32_t begin, std::uint32_t end) {
    const NodeIndex node = append(NodeKind::Text, begin, end);
    const Slice slice{base_ + begin, end - begin};
    builder_.record(node).text = slice;
    if (dialect_ != Dialect::Byline) return;
    if (soft_break_ != no_node) resolve_soft_break(between(begin, end));
    text_before_break_ = slice;
}

void InlineParser::add_text_with_emails(std::uint32_t begin, std::uint32_t end) {
    const std::string_view text = text_.substr(0, end);
    std::uint32_t from = begin;
    for (std::size_t at_sign = text.find('@', begin); at_sign != std::string_view::npos;
         at_sign = text.find('@', at_sign + 1)) {
        const EmailScan email = scan_email(text, at_sign, from);
        if (email.begin == email.end) continue;
        const auto email_begin = static_cast<std::uint32_t>(email.begin);
        const auto email_end = static_cast<std::uint32_t>(email.end);
        if (email_begin > from) add_text_node(from, email_begin);
        NodeDetails details;
        details.third = {base_ + email_begin, email_end - email_begin};
        if (email.has_scheme) {
            details.first = details.third;
        } else {
            details.first = builder_.add_decoded("mailto:");
            builder_.decoded() += between(email_begin, email_end);
            details.first.length += details.third.length;
        }
        const NodeIndex node = append(NodeKind::Autolink, email_begin, email_end);
        builder_.record(node).text.offset = builder_.add_details(details);
        builder_.record(node).flags |= node_flags::detailed;
        soft_break_ = no_node;
        text_before_break_ = {};
        from = email_end;
        at_sign = email.end - 1;
    }
    if (from < end) add_text_node(from, end);
}

void InlineParser::resolve_soft_break(std::string_view following) {
    if (soft_break_ != no_node && joins_lines(builder_.view(text_before_break_), following)) {
        builder_.record(soft_break_).flags |= node_flags::joining;
    }
    soft_break_ = no_node;
}

NodeIndex InlineParser::append(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    OpenNode& parent = open_nodes_.back();
    NodeRecord record;
    record.kind = kind;
    record.parent = parent.node;
    record.begin = to_source(begin);
    record.end = begin == end ? record.begin : to_source(end - 1) + 1;
    const NodeIndex node = builder_.add_node(record);
    if (parent.last_child == no_node) {
        builder_.record(parent.node).first_child = node;
    } else {
        builder_.record(parent.last_child).next_sibling = node;
    }
    parent.last_child = node;
    return node;
}

void InlineParser::open(NodeKind kind, std::uint32_t begin) {
    const NodeIndex node = append(kind, begin, begin + 1);
    open_nodes_.push_back({node, no_node});
}

void InlineParser::close(std::uint32_t end) {
    builder_.record(open_nodes_.back().node).end = to_source(end - 1) + 1;
    open_nodes_.pop_back();
}

std::uint32_t InlineParser::to_source(std::uint32_t position) {
    const std::uint32_t offset = base_ + position;
    if ((offset & DocumentBuilder::joined_tag) == 0) return offset;
    // Positions come in order, or nearly, so the line is found where the last one was.
    const std::vector<LineOrigin>& origins = builder_.line_origins();
    const std::uint32_t joined = offset & (DocumentBuilder::joined_tag - 1);
    if (origin_ >= origins.size() || origins[origin_].joined_offset > joined || origin_ == 0) {
        const auto after = std::upper_bound(
            origins.begin(), origins.end(), joined,
            [](std::uint32_t wanted, const LineOrigin& origin) { return wanted < origin.joined_offset; });
        origin_ = static_cast<std::size_t>(after - origins.begin()) - 1;
    }
    while (origin_ + 1 < origins.size() && origins[origin_ + 1].joined_offset <= joined) ++origin_;
    return origins[origin_].source_offset + (joined - origins[origin_].joined_offset);
}

}  // namespace byline::markdown
