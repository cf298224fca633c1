// Where leaf blocks begin and go on: headings, thematic breaks, code, HTML, math.
#include <algorithm>

#include "markdown/block_parser.hpp"
#include "markdown/character_class.hpp"
#include "markdown/html_syntax.hpp"

namespace byline::markdown {

void BlockParser::start_leaf(Leaf leaf, std::uint32_t begin) {
    leaf_ = leaf;
    leaf_begin_ = begin;
    lines_.clear();
}

void BlockParser::add_line(std::uint32_t begin, std::uint32_t spaces) {
    if (lines_.empty() && leaf_ == Leaf::Paragraph) leaf_begin_ = begin;
    lines_.push_back({begin, line_.end(), spaces});
}

NodeIndex BlockParser::append_leaf(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    containers_.back().has_content = true;
    const NodeIndex node = builder_.append_block(containers_.back().node, kind, begin);
    builder_.record(node).end = end;
    return node;
}

// https://spec.commonmark.org/0.31.2/#atx-headings: blanks and a closing sequence of # are no part of the heading.
std::size_t BlockParser::length_without_closing_hashes(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && is_blank(text[end - 1])) --end;
    std::size_t closing = end;
    while (closing > 0 && text[closing - 1] == '#') --closing;
    if (closing == 0) return 0;
    if (closing == end || !is_blank(text[closing - 1])) return end;
    while (closing > 0 && is_blank(text[closing - 1])) --closing;
    return closing;
}

// https://spec.commonmark.org/0.31.2/#atx-headings
BlockParser::Opened BlockParser::open_heading() {
    const std::string_view text = line_.text();
    std::size_t level = 1;
    while (level < text.size() && text[level] == '#') ++level;
    if (level > 6 || (level < text.size() && !is_blank(text[level]))) return Opened::Nothing;
    close_unmatched(NodeKind::Heading);
    std::size_t begin = level;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    const std::size_t end = begin + length_without_closing_hashes(text.substr(begin));
    const std::uint32_t offset = line_.nonspace();
    const NodeIndex heading = append_leaf(NodeKind::Heading, offset, line_.end());
    builder_.record(heading).detail = static_cast<std::uint8_t>(level);
    set_content(heading, {offset + static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)});
    if (dialect_ == Dialect::Byline) take_heading_attributes(heading, HeadingStyle::Atx);
    return Opened::Leaf;
}

// https://spec.commonmark.org/0.31.2/#setext-headings
BlockParser::Opened BlockParser::open_setext_heading() {
    if (!in_paragraph()) return Opened::Nothing;
    const std::string_view text = line_.text();
    std::size_t end = text.size();
    while (end > 0 && is_blank(text[end - 1])) --end;
    for (std::size_t i = 1; i < end; ++i) {
        if (text[i] != text[0]) return Opened::Nothing;
    }
    Slice content = take_reference_definitions(joined_text());
    while (content.length != 0 && is_blank(builder_.view(content).back())) --content.length;
    if (content.length == 0) {
        // Nothing but definitions: the underline underlines nothing.
        lines_.clear();
        return Opened::Nothing;
    }
    leaf_ = Leaf::None;
    const NodeIndex heading = append_leaf(NodeKind::Heading, builder_.source_offset(content.offset), line_.end());
    builder_.record(heading).detail = text[0] == '=' ? 1 : 2;
    set_content(heading, content);
    if (dialect_ == Dialect::Byline) take_heading_attributes(heading, HeadingStyle::Setext);
    return Opened::Leaf;
}

// https://spec.commonmark.org/0.31.2/#thematic-breaks
BlockParser::Opened BlockParser::open_thematic_break() {
    const std::string_view text = line_.text();
    int count = 0;
    for (const char c : text) {
        if (c == text[0]) {
            ++count;
        } else if (!is_blank(c)) {
            return Opened::Nothing;
        }
    }
    if (count < 3) return Opened::Nothing;
    close_unmatched(NodeKind::ThematicBreak);
    append_leaf(NodeKind::ThematicBreak, line_.nonspace(), line_.end());
    return Opened::Leaf;
}

// https://spec.commonmark.org/0.31.2/#fenced-code-blocks
BlockParser::Opened BlockParser::open_fenced_code() {
    const std::string_view text = line_.text();
    std::size_t length = 1;
    while (length < text.size() && text[length] == text[0]) ++length;
    if (length < 3) return Opened::Nothing;
    std::string_view info = text.substr(length);
    if (text[0] == '`' && info.find('`') != std::string_view::npos) return Opened::Nothing;
    while (!info.empty() && is_blank(info.front())) info.remove_prefix(1);
    while (!info.empty() && is_blank(info.back())) info.remove_suffix(1);
    close_unmatched(NodeKind::CodeBlock);
    start_leaf(Leaf::FencedCode, line_.nonspace());
    fence_character_ = text[0];
    fence_length_ = static_cast<std::uint32_t>(length);
    fence_indent_ = line_.indent();
    fence_info_ = info;
    leaf_end_ = line_.end();
    return Opened::Leaf;
}

bool BlockParser::continue_fenced_code() {
    if (line_.first() == fence_character_ && line_.indent() < 4) {
        const std::string_view text = line_.text();
        std::size_t length = 1;
        while (length < text.size() && text[length] == fence_character_) ++length;
        if (length >= fence_length_ && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(length), text.end(),
                                                   [](char c) { return is_blank(c); })) {
            leaf_end_ = line_.end();
            close_leaf();
            return true;
        }
    }
    if (fence_indent_ != 0) line_.advance_columns(std::min(fence_indent_, line_.indent()));
    const std::uint32_t rest = line_.tab_rest();
    add_line(line_.offset() + (rest != 0 ? 1 : 0), rest);
    leaf_end_ = line_.end();
    return true;
}

// https://spec.commonmark.org/0.31.2/#indented-code-blocks
BlockParser::Opened BlockParser::open_indented_code() {
    close_unmatched(NodeKind::CodeBlock);
    start_leaf(Leaf::IndentedCode, line_.nonspace());
    return continue_indented_code() ? Opened::Leaf : Opened::Nothing;
}

bool BlockParser::continue_indented_code() {
    if (line_.indent() >= 4) {
        line_.advance_columns(4);
    } else if (line_.is_blank()) {
        line_.advance_to_nonspace();
    } else {
        return false;
    }
    clear_blank_marks();
    const std::uint32_t rest = line_.tab_rest();
    add_line(line_.offset() + (rest != 0 ? 1 : 0), rest);
    return true;
}

// https://spec.commonmark.org/0.31.2/#html-blocks
BlockParser::Opened BlockParser::open_html() {
    const int condition = html_block_condition(line_.text());
    if (condition == 0 || (condition == 7 && in_paragraph())) return Opened::Nothing;
    close_unmatched(NodeKind::HtmlBlock);
    start_leaf(Leaf::Html, line_.nonspace());
    html_condition_ = condition;
    static_cast<void>(continue_html());
    return Opened::Leaf;
}

bool BlockParser::continue_html() {
    if (html_condition_ >= 6 && line_.is_blank()) {
        close_leaf();
        return false;
    }
    const std::uint32_t rest = line_.tab_rest();
    add_line(line_.offset() + (rest != 0 ? 1 : 0), rest);
    if (html_condition_ < 6 && ends_html_block(html_condition_, line_.text())) close_leaf();
    return true;
}

// A line that begins with $$ opens display math, which ends with $$ at the end of a line. A blank line in between
// makes all of it a paragraph, so that a stray $$ costs no more than itself.
BlockParser::Opened BlockParser::open_math() {
    std::string_view text = line_.text();
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.substr(0, 2) != "$$") return Opened::Nothing;
    const std::size_t closing = text.find("$$", 2);
    const bool one_line = closing != std::string_view::npos;
    if (one_line && (closing + 2 != text.size() || closing == 2)) return Opened::Nothing;
    if (!one_line && text.size() > 2 && in_paragraph()) return Opened::Nothing;
    close_unmatched(NodeKind::MathBlock);
    start_leaf(Leaf::Math, line_.nonspace());
    add_line(line_.nonspace());
    if (one_line) close_math(line_.end());
    return Opened::Leaf;
}

bool BlockParser::continue_math() {
    if (line_.is_blank()) {
        close_leaf();
        return false;
    }
    clear_blank_marks();
    add_line(line_.nonspace());
    std::string_view text = line_.text();
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.size() >= 2 && text.substr(text.size() - 2) == "$$") close_math(line_.end());
    return true;
}

}  // namespace byline::markdown
