#include "markdown/inline_parser.hpp"

#include <algorithm>
#include <cstring>

#include "markdown/character_class.hpp"
#include "markdown/entities.hpp"

namespace byline::markdown {

InlineParser::InlineParser(DocumentBuilder& builder, ReferenceMap& references, ReferenceMap& footnotes)
    : builder_(builder), references_(references), footnotes_(footnotes), dialect_(builder.options().dialect) {
    const auto mark = [&](std::string_view characters) {
        for (const char c : characters) special_[static_cast<unsigned char>(c)] = true;
    };
    mark("\n\\`*_[]<&");
    if (dialect_ != Dialect::CommonMark) {
        mark("~:");
        // `w` is frequent, www. is not.
        if (builder.source().find("www.") != std::string_view::npos) mark("w");
        source_has_at_sign_ = builder.source().find('@') != std::string_view::npos;
    }
    if (dialect_ == Dialect::Byline) mark("$");
}

void InlineParser::parse(NodeIndex block) {
    NodeRecord& record = builder_.record(block);
    record.flags &= static_cast<std::uint16_t>(~node_flags::content);
    const bool detailed = (record.flags & node_flags::detailed) != 0;
    const Slice slice = detailed ? builder_.detail(block).third : record.text;
    if (!detailed) record.text = {};
    if (slice.length == 0) return;
    reset(builder_.view(slice), slice.offset);
    scan();
    if (last_delimiter_ != 0) pair_delimiters(0);
    build(block);
}

void InlineParser::reset(std::string_view text, std::uint32_t base) {
    text_ = text;
    base_ = base;
    text_has_at_sign_ = source_has_at_sign_ && text.find('@') != std::string_view::npos;
    tokens_.clear();
    last_end_ = 0;
    delimiters_.resize(1);
    last_delimiter_ = 0;
    edges_.resize(1);
    brackets_.clear();
    inactive_below_ = 0;
    open_directives_ = 0;
    backticks_scanned_ = false;
    no_comment_end_ = no_instruction_end_ = no_cdata_end_ = no_declaration_end_ = false;
    no_math_before_ = no_display_math_before_ = 0;
    failed_host_end_ = 0;
}

void InlineParser::scan() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    const char* const data = text_.data();
    std::uint32_t position = 0;
    const auto is_special = [&](std::uint32_t at) { return special_[static_cast<unsigned char>(data[at])]; };
    while (true) {
        while (position + 8 <= size) {
            // Eight bytes beyond ASCII, as in Chinese, hold nothing special.
            std::uint64_t word = 0;
            std::memcpy(&word, data + position, sizeof word);
            if ((word & 0x8080808080808080u) != 0x8080808080808080u) {
                if (is_special(position) || is_special(position + 1) || is_special(position + 2) ||
                    is_special(position + 3) || is_special(position + 4) || is_special(position + 5) ||
                    is_special(position + 6) || is_special(position + 7)) {
                    break;
                }
            }
            position += 8;
        }
        while (position < size && !is_special(position)) ++position;
        if (position == size) return;
        scan_special(position);
    }
}

// Moves `position` past what was recognised, or past the special character when it is only text.
void InlineParser::scan_special(std::uint32_t& position) {
    switch (text_[position]) {
        case '\n': return scan_line_break(position);
        case '\\': return scan_backslash(position);
        case '`': return scan_code(position);
        case '*':
        case '_':
        case '~': return scan_delimiter_run(position);
        case '[': return scan_open_bracket(position);
        case ']': return scan_close_bracket(position);
        case '<': return scan_angle(position);
        case '&': return scan_entity(position);
        case '$': return scan_math(position);
        case ':': return scan_colon(position);
        case 'w': return scan_www(position);
        default: ++position;
    }
}

InlineParser::Token& InlineParser::add_token(TokenKind kind, std::uint32_t begin, std::uint32_t end) {
    Token& token = tokens_.emplace_back();
    token.kind = kind;
    token.begin = begin;
    token.end = end;
    last_end_ = end;
    return token;
}

// https://spec.commonmark.org/0.31.2/#hard-line-breaks: two spaces before the line ending.
void InlineParser::scan_line_break(std::uint32_t& position) {
    std::uint32_t begin = position;
    while (begin > last_end_ && is_blank(text_[begin - 1])) --begin;
    const bool hard = position - begin >= 2 && text_[position - 1] == ' ' && text_[position - 2] == ' ';
    ++position;
    while (position < text_.size() && is_blank(text_[position])) ++position;
    add_token(hard ? TokenKind::HardBreak : TokenKind::SoftBreak, begin, position);
}

void InlineParser::scan_backslash(std::uint32_t& position) {
    const char next = at(position + 1);
    if (next == '\n') {
        add_token(TokenKind::HardBreak, position, position + 2);
        position += 2;
    } else if (is_ascii_punctuation(next)) {
        add_token(TokenKind::Escape, position, position + 2);
        position += 2;
    } else {
        ++position;
    }
}

void InlineParser::scan_entity(std::uint32_t& position) {
    std::string& decoded = builder_.decoded();
    const auto start = static_cast<std::uint32_t>(decoded.size());
    const auto length = static_cast<std::uint32_t>(decode_entity(text_.substr(position), decoded));
    if (length == 0) {
        ++position;
        return;
    }
    Token& token = add_token(TokenKind::Decoded, position, position + length);
    token.value = DocumentBuilder::decoded_tag | start;
    token.length = static_cast<std::uint32_t>(decoded.size()) - start;
    position += length;
}

bool InlineParser::take_attributes(std::uint32_t& position) {
    if (dialect_ != Dialect::Byline || at(position) != '{') return false;
    const std::size_t end = parse_attributes(text_, position, BareKeys::Reject, attributes_);
    if (end == 0) return false;
    position = static_cast<std::uint32_t>(end);
    return true;
}

// https://spec.commonmark.org/0.31.2/#code-spans
void InlineParser::scan_code(std::uint32_t& position) {
    const std::uint32_t begin = position;
    while (at(position) == '`') ++position;
    const std::uint32_t length = position - begin;
    const std::uint32_t end = find_backticks(position, length);
    if (end == 0) {
        // The whole run is text; it must not be tried again from its middle.
        add_token(TokenKind::Plain, begin, position);
        return;
    }
    const std::uint32_t content = position;
    position = end + length;
    add_code(begin, content, end, position);
}

// Position of the next run of exactly `length` backticks, or 0. After one search that failed the last position of
// every length is known, so that runs of many different lengths cannot make the search quadratic.
std::uint32_t InlineParser::find_backticks(std::uint32_t position, std::uint32_t length) {
    if (backticks_scanned_ && (length >= last_backticks_.size() || last_backticks_[length] < position)) return 0;
    const bool fill = !backticks_scanned_;
    if (fill) last_backticks_.clear();
    while (true) {
        const std::size_t found = text_.find('`', position);
        if (found == std::string_view::npos) break;
        position = static_cast<std::uint32_t>(found);
        const std::uint32_t begin = position;
        while (at(position) == '`') ++position;
        const std::uint32_t run = position - begin;
        if (run == length) return begin;
        if (fill) {
            if (run >= last_backticks_.size()) last_backticks_.resize(run + 1);
            last_backticks_[run] = begin;
        }
    }
    backticks_scanned_ = true;
    return 0;
}

void InlineParser::add_code(std::uint32_t begin, std::uint32_t content, std::uint32_t content_end,
                            std::uint32_t& position) {
    std::string_view literal = between(content, content_end);
    Slice slice{base_ + content, content_end - content};
    if (literal.find('\n') != std::string_view::npos) {
        std::string& decoded = builder_.decoded();
        const std::size_t start = decoded.size();
        slice = builder_.add_decoded(literal);
        std::replace(decoded.begin() + static_cast<std::ptrdiff_t>(start), decoded.end(), '\n', ' ');
        literal = builder_.view(slice);
    }
    const bool padded = literal.size() > 2 && literal.front() == ' ' && literal.back() == ' ';
    if (padded && literal.find_first_not_of(' ') != std::string_view::npos) {
        slice.offset += 1;
        slice.length -= 2;
    }
    const bool attributes = take_attributes(position);
    Token& token = add_token(TokenKind::Code, begin, position);
    token.value = slice.offset;
    token.length = slice.length;
    if (attributes) {
        NodeDetails details;
        details.third = slice;
        builder_.set_attributes(details, attributes_);
        token.value = builder_.add_details(details);
        token.detailed = true;
    }
}

}  // namespace byline::markdown
