#include "markdown/link_syntax.hpp"

#include "markdown/character_class.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

constexpr std::size_t longest_label = 999;
constexpr int deepest_parentheses = 32;

bool is_escape(std::string_view text, std::size_t position) {
    return text[position] == '\\' && position + 1 < text.size() && is_ascii_punctuation(text[position + 1]);
}

// The rest of a label, from its first character beyond ASCII on.
void append_normalized(std::string& out, std::string_view label, bool space) {
    for (std::size_t i = 0; i < label.size();) {
        if (is_whitespace(label[i])) {
            space = !out.empty();
            ++i;
            continue;
        }
        if (space) out += ' ';
        space = false;
        append_case_folded(out, decode_forward(label, i));
    }
}

std::size_t scan_bracketed_destination(std::string_view text, std::size_t position, std::string_view& destination) {
    const std::size_t start = ++position;
    for (; position < text.size(); ++position) {
        const char c = text[position];
        if (c == '>') {
            destination = text.substr(start, position - start);
            return position + 1;
        }
        if (c == '\n' || c == '<') return 0;
        if (is_escape(text, position)) ++position;
    }
    return 0;
}

}  // namespace

std::size_t scan_link_label(std::string_view text, std::size_t position, std::string_view& label) {
    const std::size_t start = ++position;
    bool blank = true;
    for (; position < text.size() && position - start <= longest_label; ++position) {
        const char c = text[position];
        if (c == ']') {
            if (blank) return 0;
            label = text.substr(start, position - start);
            return position + 1;
        }
        if (c == '[') return 0;
        if (!is_whitespace(c)) blank = false;
        if (is_escape(text, position)) ++position;
    }
    return 0;
}

std::size_t scan_link_destination(std::string_view text, std::size_t position, std::string_view& destination) {
    if (position >= text.size()) return 0;
    if (text[position] == '<') return scan_bracketed_destination(text, position, destination);
    const std::size_t start = position;
    int depth = 0;
    for (; position < text.size(); ++position) {
        const char c = text[position];
        if (!stops_destination(c)) continue;
        if (c == ' ' || is_ascii_control(c)) break;
        if (c == '(') {
            if (++depth > deepest_parentheses) return 0;
        } else if (c == ')') {
            if (depth == 0) break;
            --depth;
        } else if (is_escape(text, position)) {
            ++position;
        }
    }
    if (depth != 0) return 0;
    destination = text.substr(start, position - start);
    return position;
}

std::size_t scan_link_title(std::string_view text, std::size_t position, std::string_view& title) {
    if (position >= text.size()) return 0;
    const char open = text[position];
    if (open != '"' && open != '\'' && open != '(') return 0;
    const char close = open == '(' ? ')' : open;
    const std::size_t start = ++position;
    for (; position < text.size(); ++position) {
        const char c = text[position];
        if (c == close) {
            title = text.substr(start, position - start);
            return position + 1;
        }
        if (c == '(' && open == '(') return 0;
        if (is_escape(text, position)) ++position;
    }
    return 0;
}

std::size_t skip_link_space(std::string_view text, std::size_t position) {
    while (position < text.size() && is_blank(text[position])) ++position;
    if (position < text.size() && text[position] == '\n') {
        ++position;
        while (position < text.size() && is_blank(text[position])) ++position;
    }
    return position;
}

void normalize_label(std::string_view label, std::string& out) {
    // ASCII keeps its length or gets shorter, so that it is written in place; the rest is rare.
    out.resize(label.size());
    std::size_t length = 0;
    bool space = false;
    for (std::size_t i = 0; i < label.size(); ++i) {
        const char c = label[i];
        if (is_whitespace(c)) {
            space = length != 0;
            continue;
        }
        if (static_cast<unsigned char>(c) >= 0x80) {
            out.resize(length);
            return append_normalized(out, label.substr(i), space);
        }
        if (space) out[length++] = ' ';
        space = false;
        out[length++] = to_lower(c);
    }
    out.resize(length);
}

}  // namespace byline::markdown
