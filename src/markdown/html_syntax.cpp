#include "markdown/html_syntax.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "markdown/character_class.hpp"

namespace byline::markdown {

namespace {

constexpr std::array<std::string_view, 4> literal_tags = {"script", "pre", "style", "textarea"};

constexpr std::string_view block_tags[] = {
    "address",  "article",    "aside",  "base",    "basefont", "blockquote", "body",     "caption",  "center",
    "col",      "colgroup",   "dd",     "details", "dialog",   "dir",        "div",      "dl",       "dt",
    "fieldset", "figcaption", "figure", "footer",  "form",     "frame",      "frameset", "h1",       "h2",
    "h3",       "h4",         "h5",     "h6",      "head",     "header",     "hr",       "html",     "iframe",
    "legend",   "li",         "link",   "main",    "menu",     "menuitem",   "nav",      "noframes", "ol",
    "optgroup", "option",     "p",      "param",   "search",   "section",    "summary",  "table",    "tbody",
    "td",       "tfoot",      "th",     "thead",   "title",    "tr",         "track",    "ul"};

constexpr std::array<std::string_view, 9> filtered_tags = {"title",   "textarea", "style",  "xmp",      "iframe",
                                                           "noembed", "noframes", "script", "plaintext"};

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() &&
           std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return to_lower(a) == b; });
}

std::string_view tag_name(std::string_view text, std::size_t position) {
    std::size_t end = position;
    while (end < text.size() && is_alphanumeric(text[end])) ++end;
    return text.substr(position, end - position);
}

class TagScanner {
  public:
    TagScanner(std::string_view text, std::size_t position, TagSpan span)
        : text_(text), position_(position), span_(span) {}

    std::size_t scan() {
        const bool closing = peek(1) == '/';
        position_ += closing ? 2 : 1;
        if (!is_alpha(peek())) return 0;
        while (is_alphanumeric(peek()) || peek() == '-') ++position_;
        if (closing) {
            skip_space();
            return peek() == '>' ? position_ + 1 : 0;
        }
        return scan_attributes();
    }

  private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }

    bool skip_space() {
        const std::size_t start = position_;
        while (is_blank(peek()) || (peek() == '\n' && span_ == TagSpan::AnyLines)) ++position_;
        return position_ != start;
    }

    std::size_t scan_attributes() {
        while (true) {
            const bool space = skip_space();
            const char c = peek();
            if (c == '>') return position_ + 1;
            if (c == '/') return peek(1) == '>' ? position_ + 2 : 0;
            if (!space || !(is_alpha(c) || c == '_' || c == ':')) return 0;
            while (is_alphanumeric(peek()) || peek() == '_' || peek() == ':' || peek() == '.' || peek() == '-') {
                ++position_;
            }
            const std::size_t after_name = position_;
            skip_space();
            if (peek() != '=') {
                position_ = after_name;
                continue;
            }
            ++position_;
            skip_space();
            if (!scan_value()) return 0;
        }
    }

    bool scan_value() {
        const char quote = peek();
        if (quote == '"' || quote == '\'') {
            for (++position_; position_ < text_.size() && peek() != quote; ++position_) {
                if (peek() == '\n' && span_ == TagSpan::OneLine) return false;
            }
            if (position_ >= text_.size()) return false;
            ++position_;
            return true;
        }
        const std::size_t start = position_;
        while (position_ < text_.size() && !is_whitespace(peek()) && peek() != '"' && peek() != '\'' && peek() != '=' &&
               peek() != '<' && peek() != '>' && peek() != '`') {
            ++position_;
        }
        return position_ != start;
    }

    std::string_view text_;
    std::size_t position_;
    TagSpan span_;
};

bool contains_closing_literal_tag(std::string_view line) {
    for (std::size_t at = line.find("</"); at != std::string_view::npos; at = line.find("</", at + 2)) {
        for (const std::string_view tag : literal_tags) {
            if (equals_ignoring_case(line.substr(at + 2, tag.size()), tag) &&
                line.substr(at + 2 + tag.size(), 1) == ">") {
                return true;
            }
        }
    }
    return false;
}

int tag_block_condition(std::string_view line) {
    const bool closing = line.size() > 1 && line[1] == '/';
    const std::size_t start = closing ? 2 : 1;
    const std::string_view name = tag_name(line, start);
    const char after = start + name.size() < line.size() ? line[start + name.size()] : '\n';
    const bool ends = is_whitespace(after) || after == '>';
    if (!closing && ends) {
        for (const std::string_view tag : literal_tags) {
            if (equals_ignoring_case(name, tag)) return 1;
        }
    }
    const bool ends_or_closes = ends || line.substr(start + name.size(), 2) == "/>";
    if (ends_or_closes && !name.empty() && name.size() <= 10) {
        std::array<char, 10> lower{};
        std::transform(name.begin(), name.end(), lower.begin(), to_lower);
        if (std::binary_search(std::begin(block_tags), std::end(block_tags),
                               std::string_view(lower.data(), name.size()))) {
            return 6;
        }
    }
    const std::size_t end = scan_html_tag(line, 0, TagSpan::OneLine);
    if (end == 0) return 0;
    const std::string_view rest = line.substr(end);
    return std::all_of(rest.begin(), rest.end(), is_whitespace) ? 7 : 0;
}

}  // namespace

std::size_t scan_html_tag(std::string_view text, std::size_t position) {
    return TagScanner(text, position, TagSpan::AnyLines).scan();
}

std::size_t scan_html_tag(std::string_view text, std::size_t position, TagSpan span) {
    return TagScanner(text, position, span).scan();
}

int html_block_condition(std::string_view line) {
    if (line.size() < 2) return 0;
    switch (line[1]) {
        case '!':
            if (line.substr(0, 4) == "<!--") return 2;
            if (line.substr(0, 9) == "<![CDATA[") return 5;
            return line.size() > 2 && is_alpha(line[2]) ? 4 : 0;
        case '?': return 3;
        default: return is_alpha(line[1]) || line[1] == '/' ? tag_block_condition(line) : 0;
    }
}

bool ends_html_block(int condition, std::string_view line) {
    switch (condition) {
        case 1: return contains_closing_literal_tag(line);
        case 2: return line.find("-->") != std::string_view::npos;
        case 3: return line.find("?>") != std::string_view::npos;
        case 4: return line.find('>') != std::string_view::npos;
        case 5: return line.find("]]>") != std::string_view::npos;
        default: return false;
    }
}

bool is_filtered_tag(std::string_view html) {
    const std::size_t start = html.size() > 1 && html[1] == '/' ? 2 : 1;
    const std::string_view name = tag_name(html, start);
    const char after = start + name.size() < html.size() ? html[start + name.size()] : '>';
    if (!is_whitespace(after) && after != '>' && html.substr(start + name.size(), 2) != "/>") return false;
    return std::any_of(filtered_tags.begin(), filtered_tags.end(),
                       [&](std::string_view tag) { return equals_ignoring_case(name, tag); });
}

}  // namespace byline::markdown
