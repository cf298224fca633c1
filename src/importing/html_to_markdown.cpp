#include "importing/html_to_markdown.hpp"

#include <algorithm>
#include <initializer_list>

#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::importing {
namespace {

using html::Document;
using html::Node;
using html::NodeIndex;

// Elements inside each other beyond this are read as their text.
constexpr int max_nesting = 60;
// Stands for <br> until the lines of a paragraph are parted; no text has one, because control characters were taken
// out.
constexpr char line_end = '\x01';

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_block(std::string_view name) {
    return is_any_of(
        name,
        {"p",    "div",  "section",    "article",    "header",  "footer", "main",     "aside",   "ul",      "ol",
         "li",   "dl",   "dt",         "dd",         "pre",     "h1",     "h2",       "h3",      "h4",      "h5",
         "h6",   "hr",   "table",      "tbody",      "thead",   "tfoot",  "tr",       "caption", "figure",  "html",
         "body", "head", "blockquote", "figcaption", "address", "form",   "fieldset", "details", "summary", "center"});
}

bool is_hidden(std::string_view name) {
    return is_any_of(name, {"script", "style", "template", "iframe", "object", "noscript", "title", "svg", "math",
                            "textarea", "select", "button"});
}

bool is_ascii_punctuation(char c) {
    return c > ' ' && c < 0x7F && !text::is_ascii_digit(c) && !text::is_ascii_letter(c);
}

bool begins_url(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string with_prefix(std::string_view lines, std::string_view first, std::string_view others) {
    std::string out;
    for (bool is_first = true; is_first || !lines.empty(); is_first = false) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        std::string_view prefix = is_first ? first : others;
        if (line.empty()) prefix = prefix.substr(0, prefix.find_last_not_of(' ') + 1);
        if (!is_first) out += '\n';
        out.append(prefix).append(line);
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out;
}

// What would begin a block at the start of a line is made to be text.
std::string escaped_line_start(std::string_view line) {
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    std::string out;
    if (digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')')) {
        return out.append(line.substr(0, digits)).append("\\").append(line.substr(digits));
    }
    if (!line.empty() && std::string_view("#>+-=:|").find(line.front()) != std::string_view::npos) out += '\\';
    return out.append(line);
}

void add_block(std::string& out, std::string_view block) {
    if (block.empty()) return;
    if (!out.empty()) out += "\n\n";
    out += block;
}

// The lines of a paragraph; an empty one among them parts two paragraphs, as people mean it.
std::string paragraphs_of(std::string_view inline_text) {
    std::string out;
    std::string paragraph;
    for (bool more = true; more;) {
        const std::size_t end = inline_text.find(line_end);
        more = end != std::string_view::npos;
        const std::string line = html::collapsed(inline_text.substr(0, end));
        if (more) inline_text.remove_prefix(end + 1);
        if (line.empty()) {
            add_block(out, paragraph);
            paragraph.clear();
        } else {
            if (!paragraph.empty()) paragraph += "\\\n";
            paragraph += escaped_line_start(line);
        }
    }
    add_block(out, paragraph);
    return out;
}

std::size_t longest_run(std::string_view text, char of) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == of ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

class Writer {
  public:
    explicit Writer(const Document& document) : document_(document) {}

    std::string blocks(NodeIndex first, NodeIndex end, int nesting) {
        std::string out;
        std::string line;
        for (NodeIndex at = first; at < end; at = document_.end_of(at)) {
            const Node& node = document_.nodes[at];
            if (is_hidden(node.name)) continue;
            if (!is_block(node.name)) {
                add_inline(line, at, {}, nesting);
                continue;
            }
            add_block(out, paragraphs_of(line));
            line.clear();
            add_block(out, block(at, nesting + 1));
        }
        add_block(out, paragraphs_of(line));
        return out;
    }

  private:
    struct Inside {
        bool emphasis = false;
        bool strong = false;
        bool link = false;
    };

    std::string block(NodeIndex at, int nesting) {
        const Node& node = document_.nodes[at];
        if (nesting > max_nesting) return paragraphs_of(escaped_markdown(document_.text_below(at)));
        if (node.name == "pre") return code_block(at);
        if (node.name == "ul" || node.name == "ol") return list(at, nesting);
        if (node.name == "tr") return row(at, nesting);
        std::string inside = blocks(at + 1, node.end, nesting);
        if (node.name == "blockquote" && !inside.empty()) return with_prefix(inside, "> ", "> ");
        return inside;
    }

    std::string row(NodeIndex at, int nesting) {
        std::string line;
        for (NodeIndex cell = at + 1; cell < document_.end_of(at); cell = document_.end_of(cell)) {
            if (!line.empty()) line += ' ';
            add_inline(line, cell, {}, nesting);
        }
        return paragraphs_of(line);
    }

    std::string list(NodeIndex at, int nesting) {
        std::string out;
        int number = 0;
        for (NodeIndex item = at + 1; item < document_.end_of(at); item = document_.end_of(item)) {
            const Node& node = document_.nodes[item];
            if (node.is_text() || is_hidden(node.name)) continue;
            const std::string inside =
                node.name == "li" ? blocks(item + 1, node.end, nesting) : block(item, nesting + 1);
            if (inside.empty()) continue;
            const std::string marker = document_.nodes[at].name == "ol" ? std::to_string(++number) + ". " : "- ";
            if (!out.empty()) out += '\n';
            out += with_prefix(inside, marker, std::string(marker.size(), ' '));
        }
        return out;
    }

    std::string code_block(NodeIndex at) {
        std::string code = document_.text_below(at);
        while (!code.empty() && code.back() == '\n') code.pop_back();
        if (code.empty()) return {};
        const std::string fence(std::max<std::size_t>(3, longest_run(code, '`') + 1), '`');
        std::string language;
        for (NodeIndex index = at; index < document_.end_of(at) && language.empty(); ++index) {
            for (const std::string_view word : html::words_of(document_.nodes[index].attribute("class").value_or(""))) {
                if (word.starts_with("language-")) language = word.substr(9);
            }
        }
        const bool plain = std::all_of(language.begin(), language.end(), [](char c) {
            return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '-' || c == '+';
        });
        return fence + (plain ? language : "") + "\n" + code + "\n" + fence;
    }

    void add_inline(std::string& line, NodeIndex at, Inside inside, int nesting) {
        const Node& node = document_.nodes[at];
        if (node.is_text()) {
            line += escaped_markdown(node.text);
        } else if (node.name == "br") {
            line += inside.link ? ' ' : line_end;
        } else if (node.name == "img") {
            line += escaped_markdown(node.attribute("alt").value_or(""));
        } else if (nesting > max_nesting) {
            line += escaped_markdown(document_.text_below(at));
        } else if (is_any_of(node.name, {"code", "tt", "kbd", "samp"})) {
            add_code(line, at);
        } else if (is_any_of(node.name, {"em", "i"}) && !inside.emphasis) {
            inside.emphasis = true;
            add_emphasis(line, at, "*", children_inline(at, inside, nesting));
        } else if (is_any_of(node.name, {"strong", "b"}) && !inside.strong) {
            inside.strong = true;
            add_emphasis(line, at, "**", children_inline(at, inside, nesting));
        } else if (node.name == "a" && !inside.link) {
            add_link(line, at, inside, nesting);
        } else if (!is_hidden(node.name)) {
            if (is_block(node.name)) line += ' ';
            line += children_inline(at, inside, nesting);
            if (is_block(node.name)) line += ' ';
        }
    }

    std::string children_inline(NodeIndex at, Inside inside, int nesting) {
        std::string line;
        for (NodeIndex child = at + 1; child < document_.end_of(at); child = document_.end_of(child)) {
            add_inline(line, child, inside, nesting + 1);
        }
        return line;
    }

    void add_code(std::string& line, NodeIndex at) {
        const std::string code = html::collapsed(document_.text_below(at));
        if (code.empty()) return;
        const std::string fence(longest_run(code, '`') + 1, '`');
        const std::string_view space = code.front() == '`' || code.back() == '`' ? " " : "";
        if (!line.empty() && line.back() == '`') line += ' ';
        line.append(fence).append(space).append(code).append(space).append(fence);
    }

    // Marks that would not be read as emphasis where they stand are left out (CommonMark 0.31.2, 6.2: flanking).
    void add_emphasis(std::string& line, NodeIndex at, std::string_view mark, std::string_view inner) {
        const std::string_view spaces = " \t\n\r\f\x01";
        const std::size_t begin = inner.find_first_not_of(spaces);
        if (begin == std::string_view::npos) {
            line += inner;
            return;
        }
        const std::size_t end = inner.find_last_not_of(spaces) + 1;
        const std::string_view core = inner.substr(begin, end - begin);
        const char before = begin > 0 || line.empty() ? ' ' : line.back();
        const char after = end < inner.size() ? ' ' : byte_behind(at);
        const auto is_free = [&](char c) { return spaces.find(c) != std::string_view::npos; };
        const bool opens = is_free(before) || (before != '*' && !is_ascii_punctuation(core.front()));
        const bool closes = is_free(after) || is_ascii_punctuation(after) || !is_ascii_punctuation(core.back());
        const bool one_paragraph = std::count(core.begin(), core.end(), line_end) < 2;
        const std::string_view marks = opens && closes && one_paragraph ? mark : std::string_view();
        line.append(inner.substr(0, begin)).append(marks).append(core).append(marks).append(inner.substr(end));
    }

    [[nodiscard]] char byte_behind(NodeIndex at) const {
        const NodeIndex next = document_.end_of(at);
        if (next >= document_.nodes.size() || document_.nodes[next].text.empty()) return ' ';
        return document_.nodes[next].text.front();
    }

    void add_link(std::string& line, NodeIndex at, Inside inside, int nesting) {
        const std::string_view given = document_.nodes[at].attribute("href").value_or("");
        const std::string address = text::percent_encode_url(html::collapsed(given));
        inside.link = true;
        const std::string shown = html::collapsed(children_inline(at, inside, nesting));
        const bool leads = text::is_web_url(address) || address.starts_with("mailto:");
        if (!leads || shown.empty() || address.find_first_of("<>\\ ") != std::string::npos) {
            line += shown;
        } else if (given == document_.text_below(at) && shown == given && begins_url(address)) {
            line.append("<").append(address).append(">");
        } else {
            line.append("[").append(shown).append("](<").append(address).append(">)");
        }
    }

    const Document& document_;
};

}  // namespace

std::string escaped_markdown(std::string_view text) {
    constexpr std::string_view special = "\\`*_[]<>&~${}";
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (begins_url(text)) {
            // An address is made a link as it stands, backslashes and all.
            const auto* end = std::find_if(text.begin(), text.end(), [](char c) {
                return c <= ' ' || std::string_view("<>\\`[]{}\"").find(c) != std::string_view::npos;
            });
            const auto length = static_cast<std::size_t>(end - text.begin());
            out += text.substr(0, length);
            text.remove_prefix(length);
            continue;
        }
        if (special.find(text.front()) != std::string_view::npos) out += '\\';
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

std::string markdown_below(const Document& document, NodeIndex first, NodeIndex end) {
    return Writer(document).blocks(first, end, 0);
}

void drop_controls(Document& document) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F; };
    for (Node& node : document.nodes) {
        std::erase_if(node.text, is_control);
        for (html::Attribute& attribute : node.attributes) std::erase_if(attribute.value, is_control);
    }
}

std::string html_to_markdown(std::string_view html) {
    auto document = html::read(html, "", {});
    if (!document) return paragraphs_of(escaped_markdown(html));
    drop_controls(*document);
    return markdown_below(*document, 0, document->end_of(0));
}

}  // namespace byline::importing
