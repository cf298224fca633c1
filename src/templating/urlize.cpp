#include "templating/urlize.hpp"

#include <algorithm>
#include <array>

#include "templating/characters.hpp"
#include "text/ascii.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

// Characters of a label of a domain: word characters, % and -.
std::size_t label_end(std::string_view text, std::size_t offset) {
    while (offset < text.size()) {
        const Character c = character_at(text, offset);
        if (!is_word(c.code_point) && c.code_point != '%' && c.code_point != '-') break;
        offset += c.bytes;
    }
    return offset;
}

// [:port] and [/?#...] up to the end.
bool is_port_and_path(std::string_view rest) {
    if (rest.starts_with(':')) {
        std::size_t end = 1;
        while (end < rest.size() && text::is_ascii_digit(rest[end])) ++end;
        if (end == 1 || end > 6) return false;
        rest.remove_prefix(end);
    }
    return rest.empty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char expected, char c) {
               return expected == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
           });
}

// Labels joined by dots; the end of the last one and its start.
struct Domain {
    std::size_t end = 0;
    std::size_t last_label = 0;
    std::size_t labels = 0;
    bool has_short_label = false;
};

Domain read_domain(std::string_view text, std::size_t offset) {
    Domain domain;
    while (true) {
        const std::size_t end = label_end(text, offset);
        if (end == offset) break;
        const std::size_t length = count_characters(text.substr(offset, end - offset));
        ++domain.labels;
        domain.last_label = offset;
        domain.end = end;
        if (end >= text.size() || text[end] != '.') break;
        domain.has_short_label = domain.has_short_label || length < 2 || length > 63;
        offset = end + 1;
    }
    return domain;
}

bool is_top_level_domain(std::string_view label) {
    if (starts_with_ignoring_case(label, "xn--")) return label.size() >= 6 && label.size() <= 63;
    return label.size() >= 2 && label.size() <= 63 && std::all_of(label.begin(), label.end(), text::is_ascii_letter);
}

bool is_web_address(std::string_view text) {
    std::size_t host = 0;
    for (const std::string_view scheme : {"https://", "http://", "www."}) {
        if (starts_with_ignoring_case(text, scheme)) host = scheme.size();
        if (host != 0) break;
    }
    const Domain domain = read_domain(text, host);
    if (domain.labels == 0) return false;
    const std::string_view last = text.substr(domain.last_label, domain.end - domain.last_label);
    const std::string_view rest = text.substr(domain.end);
    if (!is_port_and_path(rest)) return false;
    if (host != 0) {
        const bool is_ip =
            domain.labels == 4 && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(host),
                                              text.begin() + static_cast<std::ptrdiff_t>(domain.end),
                                              [](char c) { return text::is_ascii_digit(c) || c == '.'; });
        return is_top_level_domain(last) || (is_ip && !text.starts_with("www."));
    }
    constexpr std::array<std::string_view, 8> known{"com", "net", "int", "edu", "gov", "org", "info", "mil"};
    return domain.labels >= 2 && !domain.has_short_label &&
           std::any_of(known.begin(), known.end(), [&](std::string_view each) {
               return last.size() == each.size() && starts_with_ignoring_case(last, each);
           });
}

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0) return false;
    const std::string_view host = text.substr(at + 1);
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == host.size()) return false;
    for (std::size_t i = 0; i < host.size();) {
        const Character c = character_at(host, i);
        const bool is_inner = i != 0 && i < dot && (c.code_point == '.' || c.code_point == '-');
        if (!is_word(c.code_point) && !is_inner && i != dot) return false;
        i += c.bytes;
    }
    return true;
}

std::size_t count_of(std::string_view text, std::string_view wanted) {
    std::size_t count = 0;
    for (std::size_t i = text.find(wanted); i != std::string_view::npos; i = text.find(wanted, i + wanted.size()))
        ++count;
    return count;
}

class Linker {
  public:
    explicit Linker(const UrlizeOptions& options) : options_(options) {
        if (!options.rel.empty()) attributes_ += " rel=\"" + text::escape_html(options.rel).string() + "\"";
        if (!options.target.empty()) attributes_ += " target=\"" + text::escape_html(options.target).string() + "\"";
    }

    void append(std::string& out, std::string_view word) const {
        std::size_t head = 0;
        while (true) {
            if (word.substr(head).starts_with("&lt;")) {
                head += 4;
            } else if (head < word.size() && (word[head] == '(' || word[head] == '<')) {
                ++head;
            } else {
                break;
            }
        }
        std::size_t end = word.size();
        while (end > head) {
            if (word.substr(head, end - head).ends_with("&gt;")) {
                end -= 4;
            } else if (word[end - 1] == ')' || word[end - 1] == '>' || word[end - 1] == '.' || word[end - 1] == ',') {
                --end;
            } else {
                break;
            }
        }
        // Closing brackets belong to the address when it opens them.
        for (const auto& [opening, closing] :
             {std::pair<std::string_view, std::string_view>{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
            const std::string_view middle = word.substr(head, end - head);
            const std::size_t opened = count_of(middle, opening);
            if (opened <= count_of(middle, closing)) continue;
            const std::size_t taken = std::min(opened, count_of(word.substr(end), closing));
            for (std::size_t i = 0; i < taken; ++i) end = word.find(closing, end) + closing.size();
        }
        out += word.substr(0, head);
        append_middle(out, word.substr(head, end - head));
        out += word.substr(end);
    }

  private:
    void append_link(std::string& out, std::string_view before, std::string_view address, std::string_view attributes,
                     std::string_view shown) const {
        out += "<a href=\"";
        out += before;
        out += address;
        out += '"';
        out += attributes;
        out += '>';
        out += shown;
        out += "</a>";
    }

    void append_middle(std::string& out, std::string_view middle) const {
        if (is_web_address(middle)) {
            std::string shown(middle);
            const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(options_.trim_limit, 0));
            if (options_.trim_limit >= 0 && count_characters(middle) > limit) {
                shown = std::string(middle.substr(0, byte_offset(middle, limit))) + "...";
            }
            const bool has_scheme = middle.starts_with("https://") || middle.starts_with("http://");
            append_link(out, has_scheme ? "" : "https://", middle, attributes_, shown);
        } else if (middle.starts_with("mailto:") && is_mail_address(middle.substr(7))) {
            append_link(out, "", middle, "", middle.substr(7));
        } else if (middle.find('@') != std::string_view::npos && !middle.starts_with("www.") &&
                   middle.find(':') == std::string_view::npos && is_mail_address(middle)) {
            append_link(out, "mailto:", middle, "", middle);
        } else {
            for (const std::string& scheme : options_.extra_schemes) {
                if (middle == scheme || !middle.starts_with(scheme)) continue;
                append_link(out, "", middle, attributes_, middle);
                return;
            }
            out += middle;
        }
    }

    const UrlizeOptions& options_;
    std::string attributes_;
};

}  // namespace

std::string urlize(std::string_view escaped, const UrlizeOptions& options) {
    const Linker linker(options);
    std::string out;
    std::size_t start = 0;
    for (std::size_t i = 0; i < escaped.size();) {
        const Character c = character_at(escaped, i);
        if (is_space(c.code_point)) {
            if (i > start) linker.append(out, escaped.substr(start, i - start));
            out.append(escaped, i, c.bytes);
            start = i + c.bytes;
        }
        i += c.bytes;
    }
    if (start < escaped.size()) linker.append(out, escaped.substr(start));
    return out;
}

}  // namespace byline::templating
