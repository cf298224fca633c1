// Links, images, and everything else that stands in brackets.
#include <algorithm>

#include "markdown/character_class.hpp"
#include "markdown/entities.hpp"
#include "markdown/inline_parser.hpp"
#include "markdown/link_syntax.hpp"

namespace byline::markdown {

void InlineParser::scan_open_bracket(std::uint32_t& position) {
    if (dialect_ != Dialect::CommonMark && at(position + 1) == '^' && scan_footnote_reference(position)) return;
    if (dialect_ == Dialect::Byline && at(position + 1) == '[' && scan_wikilink(position)) return;
    const bool marked = position > last_end_;
    const char mark = marked ? text_[position - 1] : '\0';
    if (mark == '!') {
        push_bracket(BracketKind::Image, position - 1, position + 1);
    } else if (mark == '^' && dialect_ == Dialect::Byline) {
        push_bracket(BracketKind::Footnote, position - 1, position + 1);
    } else {
        push_bracket(BracketKind::Link, position, position + 1);
    }
    ++position;
}

void InlineParser::push_bracket(BracketKind kind, std::uint32_t begin, std::uint32_t end) {
    if (!brackets_.empty()) brackets_.back().bracket_after = true;
    Bracket bracket;
    bracket.kind = kind;
    bracket.token = static_cast<std::uint32_t>(tokens_.size());
    bracket.delimiter_below = last_delimiter_;
    bracket.text_begin = end;
    brackets_.push_back(bracket);
    add_token(TokenKind::Bracket, begin, end);
}

// https://spec.commonmark.org/0.31.2/#look-for-link-or-image
void InlineParser::scan_close_bracket(std::uint32_t& position) {
    const std::uint32_t begin = position++;
    if (brackets_.empty()) return;
    const Bracket bracket = brackets_.back();
    brackets_.pop_back();
    const bool active = bracket.kind != BracketKind::Link || brackets_.size() >= inactive_below_;
    inactive_below_ = std::min(inactive_below_, brackets_.size());
    if (bracket.kind == BracketKind::Directive) --open_directives_;
    if (!active) return;
    if (bracket.kind == BracketKind::Footnote) {
        finish_bracket(bracket, NodeKind::InlineFootnote, builder_.add_details({}), begin, position);
    } else if (bracket.kind == BracketKind::Directive) {
        const std::uint32_t details = tokens_[bracket.token].value;
        std::size_t end = 0;
        if (at(position) == '{') end = parse_attributes(text_, position, BareKeys::Accept, attributes_);
        if (end != 0) {
            builder_.set_attributes(builder_.details_at(details), attributes_);
            position = static_cast<std::uint32_t>(end);
        }
        finish_bracket(bracket, NodeKind::DirectiveText, details, begin, position);
    } else if (!close_link(bracket, position)) {
        position = begin + 1;
    }
}

bool InlineParser::close_link(const Bracket& bracket, std::uint32_t& position) {
    const std::uint32_t begin = position - 1;
    NodeKind kind = bracket.kind == BracketKind::Image ? NodeKind::Image : NodeKind::Link;
    NodeDetails target;
    std::uint32_t details = ReferenceMap::not_found;
    if (scan_inline_target(position, target)) {
        if (take_attributes(position)) builder_.set_attributes(target, attributes_);
        details = builder_.add_details(target);
    } else {
        details = find_reference(bracket, position);
        const bool found = details != ReferenceMap::not_found;
        if (take_attributes(position)) {
            // Attributes are of this use, the definition is shared. Without a definition it is a span.
            if (found) target = builder_.details_at(details);
            if (!found && kind == NodeKind::Image) return false;
            if (!found) kind = NodeKind::Span;
            builder_.set_attributes(target, attributes_);
            details = builder_.add_details(target);
        } else if (!found) {
            return false;
        }
    }
    finish_bracket(bracket, kind, details, begin, position);
    if (kind == NodeKind::Link) inactive_below_ = brackets_.size();
    return true;
}

// `(destination "title")` at `position`.
bool InlineParser::scan_inline_target(std::uint32_t& position, NodeDetails& details) {
    if (at(position) != '(') return false;
    const auto skip_space = [&](std::size_t from) {
        while (from < text_.size() && is_whitespace(text_[from])) ++from;
        return from;
    };
    std::size_t end = skip_space(position + 1);
    std::string_view destination;
    end = scan_link_destination(text_, end, destination);
    if (end == 0) return false;
    std::string_view title;
    const std::size_t after_space = skip_space(end);
    if (after_space != end) {
        const std::size_t title_end = scan_link_title(text_, after_space, title);
        end = skip_space(title_end == 0 ? after_space : title_end);
    }
    if (end >= text_.size() || text_[end] != ')') return false;
    details.first = builder_.unescaped(destination);
    details.second = builder_.unescaped(title);
    position = static_cast<std::uint32_t>(end) + 1;
    return true;
}

// A full, collapsed or shortcut reference; moves `position` past its label.
std::uint32_t InlineParser::find_reference(const Bracket& bracket, std::uint32_t& position) {
    if (references_.empty()) return ReferenceMap::not_found;
    std::string_view label;
    const std::size_t label_end = at(position) == '[' ? scan_link_label(text_, position, label) : 0;
    std::uint32_t end = position;
    if (label_end != 0) {
        end = static_cast<std::uint32_t>(label_end);
    } else {
        // A label holds no bracket, so what has one inside cannot be a shortcut.
        if (bracket.bracket_after) return ReferenceMap::not_found;
        constexpr std::uint32_t longest_label = 999;
        if (position - 1 - bracket.text_begin > longest_label) return ReferenceMap::not_found;
        label = between(bracket.text_begin, position - 1);
        if (at(position) == '[' && at(position + 1) == ']') end = position + 2;
    }
    const std::uint32_t found = references_.find(label);
    if (found == ReferenceMap::not_found) return found;
    const NodeDetails& details = builder_.details_at(found);
    reference_expansion_ += details.first.length + details.second.length;
    const std::uint64_t most =
        std::max<std::uint64_t>(builder_.options().max_reference_expansion, builder_.source().size());
    if (reference_expansion_ > most) {
        builder_.exceed(DocumentBuilder::Bound::Expansion, to_source(position));
        return ReferenceMap::not_found;
    }
    position = end;
    return found;
}

// The bracket becomes a node; what it holds is settled.
void InlineParser::finish_bracket(const Bracket& bracket, NodeKind kind, std::uint32_t details, std::uint32_t begin,
                                  std::uint32_t end) {
    if (last_delimiter_ > bracket.delimiter_below) pair_delimiters(bracket.delimiter_below);
    Token& opening = tokens_[bracket.token];
    opening.kind = TokenKind::Open;
    opening.node = kind;
    opening.value = details;
    opening.detailed = true;
    if (kind == NodeKind::Link) {
        // Links do not nest: a bare URL in a link's text is text.
        for (std::size_t i = bracket.token + 1; i < tokens_.size(); ++i) {
            Token& token = tokens_[i];
            if (token.kind == TokenKind::Leaf && token.node == NodeKind::Autolink && text_[token.begin] != '<') {
                token.kind = TokenKind::Plain;
            }
        }
    }
    add_token(TokenKind::Close, begin, end);
}

}  // namespace byline::markdown
