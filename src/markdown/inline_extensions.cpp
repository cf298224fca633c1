// Inlines beyond CommonMark: footnote references, wikilinks, text directives, math, bare URLs.
#include <algorithm>

#include "markdown/autolink_syntax.hpp"
#include "markdown/character_class.hpp"
#include "markdown/directive_syntax.hpp"
#include "markdown/inline_parser.hpp"
#include "markdown/link_syntax.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

// Labels inside labels are copied once a level when a host renders them.
constexpr std::uint32_t most_open_directives = 32;
constexpr std::size_t longest_wikilink = 1000;

// A regular expression's [^a-z] is no footnote that somebody forgot.
bool looks_like_footnote_label(std::string_view label) {
    return std::all_of(label.begin(), label.end(),
                       [](char c) { return is_alphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

bool InlineParser::scan_footnote_reference(std::uint32_t& position) {
    std::string_view label;
    const std::size_t end = scan_link_label(text_, position, label);
    if (end == 0 || label.size() < 2) return false;
    label.remove_prefix(1);
    const std::uint32_t definition = footnotes_.find(label);
    if (definition == ReferenceMap::not_found) {
        if (dialect_ == Dialect::Byline && at(static_cast<std::uint32_t>(end)) != '(' &&
            looks_like_footnote_label(label)) {
            builder_.warn("the footnote '" + std::string(label) + "' is not defined",
                          "add a line that begins with [^" + std::string(label) + "]:", to_source(position));
        }
        return false;
    }
    NodeDetails details;
    details.first = builder_.slice_of(label);
    details.ordinal = definition;  // until footnotes are numbered
    Token& token = add_token(TokenKind::Leaf, position, static_cast<std::uint32_t>(end));
    token.node = NodeKind::FootnoteReference;
    token.detailed = true;
    token.value = builder_.add_details(details);
    position = static_cast<std::uint32_t>(end);
    return true;
}

// [[target#fragment|label]], and ![[…]] to embed. [[1]](url) is a link with brackets in its text,
// x[[1]] is how programmers index.
bool InlineParser::scan_wikilink(std::uint32_t& position) {
    if (position > 0 && is_alphanumeric(text_[position - 1])) return false;
    const std::uint32_t begin = position + 2;
    std::uint32_t end = begin;
    while (end < text_.size() && end - begin <= longest_wikilink && text_[end] != ']' && text_[end] != '[' &&
           text_[end] != '\n') {
        ++end;
    }
    if (at(end) != ']' || at(end + 1) != ']' || at(end + 2) == '(' || end == begin || is_blank(text_[begin]))
        return false;
    if (at(end + 2) == '[' && at(end + 3) != '[') return false;
    const std::string_view inner = between(begin, end);
    const std::size_t bar = inner.find('|');
    const std::string_view whole = inner.substr(0, bar);
    const std::size_t hash = whole.find('#');
    const std::string_view target = without_blanks_around(whole.substr(0, hash));
    const std::string_view fragment =
        hash == std::string_view::npos ? "" : without_blanks_around(whole.substr(hash + 1));
    if (target.empty() && fragment.empty()) return false;
    NodeDetails details;
    details.first = builder_.slice_of(target);
    details.second = builder_.slice_of(fragment);
    if (bar != std::string_view::npos) details.third = builder_.slice_of(without_blanks_around(inner.substr(bar + 1)));
    const bool embed = position > last_end_ && text_[position - 1] == '!';
    Token& token = add_token(TokenKind::Leaf, position - (embed ? 1 : 0), end + 2);
    token.node = embed ? NodeKind::Embed : NodeKind::Wikilink;
    token.detailed = true;
    token.value = builder_.add_details(details);
    position = end + 2;
    return true;
}

void InlineParser::scan_colon(std::uint32_t& position) {
    if (at(position + 1) == '/' && at(position + 2) == '/') {
        if (scan_url(position)) return;
    } else if (dialect_ == Dialect::Byline && is_alpha(at(position + 1)) && scan_text_directive(position)) {
        return;
    }
    ++position;
}

// :name[label]{attributes}, with at least one of label and attributes, so that 12:30, a:b and :smile are prose.
bool InlineParser::scan_text_directive(std::uint32_t& position) {
    if (position > 0 && (is_alphanumeric(text_[position - 1]) || text_[position - 1] == ':')) return false;
    const auto end = static_cast<std::uint32_t>(scan_directive_name(text_, position + 1));
    if (at(end) != '[' && at(end) != '{') return false;
    NodeDetails details;
    details.first = builder_.slice_of(between(position + 1, end));
    if (at(end) == '[') {
        if (open_directives_ >= most_open_directives) return false;
        ++open_directives_;
        push_bracket(BracketKind::Directive, position, end + 1);
        tokens_.back().value = builder_.add_details(details);
        position = end + 1;
        return true;
    }
    const std::size_t after = parse_attributes(text_, end, BareKeys::Accept, attributes_);
    if (after == 0) return false;
    builder_.set_attributes(details, attributes_);
    Token& token = add_token(TokenKind::Leaf, position, static_cast<std::uint32_t>(after));
    token.node = NodeKind::DirectiveText;
    token.detailed = true;
    token.value = builder_.add_details(details);
    position = static_cast<std::uint32_t>(after);
    return true;
}

// Pandoc's rule: the opening $ has no space on its right, the closing $ none on its left and no digit on its right,
// and no $ in between follows a space.
// Nor may a letter or digit touch them from outside: US$5 is money.
void InlineParser::scan_math(std::uint32_t& position) {
    const std::uint32_t begin = position;
    while (at(position) == '$') ++position;
    const std::uint32_t width = position - begin;
    if (width > 2 || position >= text_.size()) return;
    if (width == 1 && (is_whitespace(text_[position]) || (begin > 0 && is_alphanumeric(text_[begin - 1])))) return;
    const std::uint32_t end = find_math_end(position, width);
    if (end == 0) return;
    Token& token = add_token(TokenKind::Math, begin, end + width);
    token.detail = static_cast<std::uint8_t>(width == 2 ? MathStyle::Display : MathStyle::Inline);
    token.value = base_ + position;
    token.length = end - position;
    position = end + width;
}

// Position of the closing dollars, or 0. A failed search is remembered: no later opener before the place where it
// stopped can succeed either.
std::uint32_t InlineParser::find_math_end(std::uint32_t position, std::uint32_t width) {
    std::uint32_t& none_before = width == 2 ? no_display_math_before_ : no_math_before_;
    if (position < none_before) return 0;
    std::uint32_t i = position;
    for (; i < text_.size() && text_[i] != '`'; ++i) {
        if (text_[i] == '\\') {
            ++i;
            continue;
        }
        if (text_[i] != '$') continue;
        std::uint32_t run = i;
        while (at(run) == '$') ++run;
        const std::uint32_t length = run - i;
        const bool closes =
            width == 2 ? length == 2 && !without_blanks_around(between(position, i)).empty()
                       : length == 1 && i > position && !is_whitespace(text_[i - 1]) && !is_alphanumeric(at(run));
        if (closes) return i;
        // A dollar after a space opens something of its own: `$5 and $6` holds no formula.
        if (width == 1 && is_whitespace(text_[i - 1])) break;
        i = run - 1;
    }
    none_before = i;
    return 0;
}

// In brackets that are still open, the bracket ends the URL: it may be a link's text.
std::uint32_t InlineParser::find_url_end(std::uint32_t begin, std::uint32_t host_end) const {
    const UrlText rule = dialect_ == Dialect::Byline ? UrlText::Chinese : UrlText::Gfm;
    std::size_t end = scan_url_end(text_, begin, host_end, rule);
    const std::size_t bracket = brackets_.empty() ? std::string_view::npos : text_.substr(begin, end - begin).find(']');
    if (bracket != std::string_view::npos) {
        const std::string_view text = text_.substr(0, begin + bracket);
        end = scan_url_end(text, begin, std::min<std::size_t>(host_end, text.size()), rule);
    }
    return static_cast<std::uint32_t>(end);
}

bool InlineParser::scan_url(std::uint32_t& position) {
    std::uint32_t begin = position;
    while (begin > last_end_ && is_alpha(text_[begin - 1]) && position - begin < 6) --begin;
    const std::string_view scheme = between(begin, position);
    if (scheme != "http" && scheme != "https" && scheme != "ftp") return false;
    const UrlText rule = dialect_ == Dialect::Byline ? UrlText::Chinese : UrlText::Gfm;
    const HostScan host = scan_host(text_, position + 3, rule);
    if (!host.valid) return false;
    const std::uint32_t end = find_url_end(begin, static_cast<std::uint32_t>(host.end));
    if (end <= position + 3) return false;
    add_autolink(begin, end, "", between(begin, end));
    position = end;
    return true;
}

void InlineParser::scan_www(std::uint32_t& position) {
    const std::uint32_t begin = position++;
    if (at(begin + 1) != 'w' || at(begin + 2) != 'w' || at(begin + 3) != '.') return;
    const UrlText rule = dialect_ == Dialect::Byline ? UrlText::Chinese : UrlText::Gfm;
    if (begin > 0) {
        const char before = text_[begin - 1];
        const bool separated =
            is_whitespace(before) || before == '*' || before == '_' || before == '~' || before == '(';
        std::size_t at_character = begin;
        const bool after_chinese =
            rule == UrlText::Chinese && (unicode_class(decode_backward(text_, at_character)) & unicode_bits::cjk) != 0;
        if (!separated && !after_chinese) return;
    }
    // What makes a host invalid stands at its end, so that every www. inside it is as invalid.
    if (begin < failed_host_end_) return;
    const HostScan host = scan_host(text_, begin, rule);
    if (!host.valid || !host.has_dot) {
        failed_host_end_ = static_cast<std::uint32_t>(host.end);
        return;
    }
    const std::uint32_t end = find_url_end(begin, static_cast<std::uint32_t>(host.end));
    if (end <= begin + 4) return;
    add_autolink(begin, end, "http://", between(begin, end));
    position = end;
}

}  // namespace byline::markdown
