// What begins with '<' inside text: autolinks and raw HTML.
#include "markdown/character_class.hpp"
#include "markdown/html_syntax.hpp"
#include "markdown/inline_parser.hpp"

namespace byline::markdown {

namespace {

bool is_email_local_character(char c) {
    return is_alphanumeric(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

// https://spec.commonmark.org/0.31.2/#email-address up to the closing '>'.
bool is_email(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size() && is_email_local_character(text[i])) ++i;
    if (i == 0 || i >= text.size() || text[i] != '@') return false;
    ++i;
    while (true) {
        const std::size_t start = i;
        while (i < text.size() && (is_alphanumeric(text[i]) || text[i] == '-')) ++i;
        if (i == start || i - start > 63 || text[start] == '-' || text[i - 1] == '-') return false;
        if (i == text.size()) return true;
        if (text[i] != '.') return false;
        ++i;
    }
}

// https://spec.commonmark.org/0.31.2/#absolute-uri: a scheme of 2 to 32 characters and a colon.
bool is_absolute_uri(std::string_view text) {
    std::size_t i = 0;
    if (text.empty() || !is_alpha(text[0])) return false;
    while (i < text.size() && (is_alphanumeric(text[i]) || text[i] == '+' || text[i] == '.' || text[i] == '-')) ++i;
    return i >= 2 && i <= 32 && i < text.size() && text[i] == ':';
}

}  // namespace

void InlineParser::scan_angle(std::uint32_t& position) {
    if (scan_angle_autolink(position)) return;
    const std::uint32_t end = scan_html(position);
    if (end == 0) {
        ++position;
        return;
    }
    add_token(TokenKind::Html, position, end);
    position = end;
}

bool InlineParser::scan_angle_autolink(std::uint32_t& position) {
    std::uint32_t end = position + 1;
    if (!is_alphanumeric(at(end)) && !is_email_local_character(at(end))) return false;
    while (end < text_.size() && !is_ascii_control(text_[end]) && text_[end] != ' ' && text_[end] != '<' &&
           text_[end] != '>') {
        ++end;
    }
    if (at(end) != '>') return false;
    const std::string_view shown = between(position + 1, end);
    const bool uri = is_absolute_uri(shown);
    if (!uri && !is_email(shown)) return false;
    const std::uint32_t begin = position;
    position = end + 1;
    const bool attributes = take_attributes(position);
    add_autolink(begin, position, uri ? "" : "mailto:", shown);
    if (attributes) builder_.set_attributes(builder_.details_at(tokens_.back().value), attributes_);
    return true;
}

void InlineParser::add_autolink(std::uint32_t begin, std::uint32_t end, std::string_view prefix,
                                std::string_view shown) {
    NodeDetails details;
    details.third = builder_.slice_of(shown);
    if (prefix.empty()) {
        details.first = details.third;
    } else {
        details.first = builder_.add_decoded(prefix);
        builder_.decoded() += shown;
        details.first.length += static_cast<std::uint32_t>(shown.size());
    }
    Token& token = add_token(TokenKind::Leaf, begin, end);
    token.node = NodeKind::Autolink;
    token.detailed = true;
    token.value = builder_.add_details(details);
}

// https://spec.commonmark.org/0.31.2/#raw-html; the position after it, or 0.
std::uint32_t InlineParser::scan_html(std::uint32_t position) {
    const char next = at(position + 1);
    if (next == '?') return scan_until(position + 2, "?>", no_instruction_end_);
    if (next == '!') {
        const std::string_view rest = text_.substr(position);
        if (rest.substr(0, 5) == "<!-->") return position + 5;
        if (rest.substr(0, 6) == "<!--->") return position + 6;
        if (rest.substr(0, 4) == "<!--") return scan_until(position + 4, "-->", no_comment_end_);
        if (rest.substr(0, 9) == "<![CDATA[") return scan_until(position + 9, "]]>", no_cdata_end_);
        return is_alpha(at(position + 2)) ? scan_until(position + 3, ">", no_declaration_end_) : 0;
    }
    if (next != '/' && !is_alpha(next)) return 0;
    return static_cast<std::uint32_t>(scan_html_tag(text_, position));
}

std::uint32_t InlineParser::scan_until(std::uint32_t position, std::string_view terminator, bool& absent) {
    if (absent || position > text_.size()) return 0;
    const std::size_t found = text_.find(terminator, position);
    absent = found == std::string_view::npos;
    return absent ? 0 : static_cast<std::uint32_t>(found + terminator.size());
}

}  // namespace byline::markdown
