// Filters that make or take apart markup: escaping, links, attributes, JSON, URLs.
#include <algorithm>
#include <array>
#include <cstdio>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/json.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/urlize.hpp"
#include "templating/value_map.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

Result<Value> escape(Call& call) {
    if (call.input().is_safe()) return call.input();
    return Value::safe(text::escape_html(InputText(call.input()).view()));
}

Result<Value> forceescape(Call& call) {
    return Value::safe(text::escape_html(InputText(call.input()).view()));
}

Result<Value> safe(Call& call) {
    return safe_text(call.input().to_string());
}

// The character that a reference ("amp", "#39", "#x27") stands for; 0 when it is not one of those that escaping makes.
char32_t referenced(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char32_t>, 8> known{{{"amp", '&'},
                                                                          {"lt", '<'},
                                                                          {"gt", '>'},
                                                                          {"quot", '"'},
                                                                          {"apos", '\''},
                                                                          {"nbsp", 0xA0},
                                                                          {"copy", 0xA9},
                                                                          {"hellip", 0x2026}}};
    for (const auto& [text, code_point] : known) {
        if (text == name) return code_point;
    }
    if (!name.starts_with('#') || name.size() < 2 || name.size() > 9) return 0;
    const bool is_hexadecimal = name[1] == 'x' || name[1] == 'X';
    char32_t code_point = 0;
    for (const char c : name.substr(is_hexadecimal ? 2 : 1)) {
        const bool is_digit = c >= '0' && c <= '9';
        const char letter = static_cast<char>(c | 0x20);
        if (!is_digit && !(is_hexadecimal && letter >= 'a' && letter <= 'f')) return 0;
        code_point =
            code_point * (is_hexadecimal ? 16 : 10) + static_cast<char32_t>(is_digit ? c - '0' : letter - 'a' + 10);
    }
    return code_point <= 0x10FFFF ? code_point : 0;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&') {
            const std::size_t end = text.substr(i, 12).find(';');
            const char32_t code_point = end == std::string_view::npos ? 0 : referenced(text.substr(i + 1, end - 1));
            if (code_point != 0) {
                append_utf8(out, code_point);
                i += end;
                continue;
            }
        }
        out.push_back(text[i]);
    }
    return out;
}

// Without comments and tags, blanks joined to one, references resolved.
Result<Value> striptags(Call& call) {
    const InputText input(call.input());
    std::string text(input.view());
    for (const auto& [opening, closing] : {std::pair<std::string_view, std::string_view>{"<!--", "-->"}, {"<", ">"}}) {
        std::string kept;
        std::size_t position = 0;
        while (true) {
            const std::size_t start = text.find(opening, position);
            const std::size_t end = start == std::string::npos ? start : text.find(closing, start);
            if (end == std::string::npos) break;
            kept.append(text, position, start - position);
            position = end + closing.size();
        }
        kept.append(text, position);
        text = std::move(kept);
    }
    std::string joined;
    for (std::size_t i = 0; i < text.size();) {
        const Character c = character_at(text, i);
        if (is_space(c.code_point)) {
            if (!joined.empty() && joined.back() != ' ') joined.push_back(' ');
        } else {
            joined.append(text, i, c.bytes);
        }
        i += c.bytes;
    }
    if (joined.ends_with(' ')) joined.pop_back();
    return Value::string(unescaped(joined));
}

enum class UrlPart { Path, Query };

void append_quoted(std::string& out, std::string_view text, UrlPart part) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                              c == '.' || c == '-' || c == '~' || (c == '/' && part == UrlPart::Path);
        if (is_plain) {
            out.push_back(c);
        } else if (c == ' ' && part == UrlPart::Query) {
            out.push_back('+');
        } else {
            out.push_back('%');
            out.push_back(digits[static_cast<unsigned char>(c) >> 4U]);
            out.push_back(digits[static_cast<unsigned char>(c) & 15U]);
        }
    }
}

Result<Value> urlencode(Call& call) {
    const Value& input = call.input();
    std::string out;
    if (!input.is_map() && !input.is_list()) {
        append_quoted(out, InputText(input).view(), UrlPart::Path);
        return Value::string(std::move(out));
    }
    const auto add = [&out](const Value& key, const Value& value) {
        if (!out.empty()) out += '&';
        append_quoted(out, InputText(key).view(), UrlPart::Query);
        out += '=';
        append_quoted(out, InputText(value).view(), UrlPart::Query);
    };
    if (input.is_map()) {
        for (const auto& [key, value] : input.as_map()) add(key, value);
        return Value::string(std::move(out));
    }
    for (const Value& pair : input.as_list()) {
        TRY(const auto items, items_of(pair));
        if (items.size() != 2) return call.fail("'urlencode' needs pairs of a name and a value", "pass a map");
        add(items[0], items[1]);
    }
    return Value::string(std::move(out));
}

Result<Value> xmlattr(Call& call) {
    TRY(const bool spaced, call.bool_argument(0, "autospace", true));
    if (!call.input().is_map()) return call.wrong_input("a map of attributes");
    std::string out;
    for (const auto& [key, value] : call.input().as_map()) {
        if (value.is_none() || value.is_undefined()) continue;
        const InputText name(key);
        if (name.view().empty() || name.view().find_first_of(" \t\n\f\r/>=") != std::string_view::npos) {
            return call.fail("'" + std::string(name.view()) + "' is not the name of an attribute",
                             "names have no blanks, '/', '>' or '='");
        }
        if (spaced || !out.empty()) out += ' ';
        text::append_escaped_html(out, name.view());
        out += "=\"";
        append_joined(out, value, Escaping::On);
        out += '"';
    }
    return call.autoescape() ? safe_text(std::move(out)) : Value::string(std::move(out));
}

// Safe to stand in HTML: in a script element, and in a single-quoted attribute.
Result<Value> tojson(Call& call) {
    TRY(const std::int64_t indent,
        call.argument(0).is_none() ? Result<std::int64_t>(-1) : call.int_argument(0, "indent", -1));
    if (indent > 64) return call.fail("'tojson' is indented too far", "use at most 64");
    TRY(const std::string json, to_json(call.input(), JsonKeys::Sorted, static_cast<int>(indent)));
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        switch (c) {
            case '<': out += "\\u003c"; break;
            case '>': out += "\\u003e"; break;
            case '&': out += "\\u0026"; break;
            case '\'': out += "\\u0027"; break;
            default: out += c;
        }
    }
    return safe_text(std::move(out));
}

Result<Value> make_links(Call& call) {
    UrlizeOptions options;
    if (call.has(0) && !call.argument(0).is_none()) {
        TRY(options.trim_limit, call.int_argument(0, "trim_url_limit", -1));
    }
    TRY(const bool nofollow, call.bool_argument(1, "nofollow", false));
    if (call.argument(2).is_string()) options.target = std::string(call.argument(2).as_string_view());
    std::vector<std::string> relations{"noopener"};
    if (call.argument(3).is_string()) relations.emplace_back(call.argument(3).as_string_view());
    if (nofollow) relations.emplace_back("nofollow");
    std::string words;
    for (const std::string& each : relations) words += each + " ";
    // Each word once, in the order of the alphabet.
    std::vector<std::string> sorted;
    for (std::size_t i = 0; i < words.size();) {
        const std::size_t end = words.find(' ', i);
        if (end > i) sorted.push_back(words.substr(i, end - i));
        i = end + 1;
    }
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    for (const std::string& word : sorted) options.rel += (options.rel.empty() ? "" : " ") + word;
    if (call.has(4) && !call.argument(4).is_none()) {
        TRY(const auto schemes, items_of(call.argument(4)));
        for (const Value& scheme : schemes) options.extra_schemes.push_back(scheme.to_string());
    }
    std::string escaped;
    append_joined(escaped, call.input(), Escaping::On);
    std::string linked = urlize(escaped, options);
    return call.autoescape() ? safe_text(std::move(linked)) : Value::string(std::move(linked));
}

}  // namespace

void add_html_filters(Registry& registry) {
    add_filter(registry, "escape", {}, escape);
    add_filter(registry, "e", {}, escape);
    add_filter(registry, "forceescape", {}, forceescape);
    add_filter(registry, "safe", {}, safe);
    add_filter(registry, "striptags", {}, striptags);
    add_filter(registry, "urlencode", {}, urlencode);
    add_filter(registry, "xmlattr", {"autospace"}, xmlattr);
    add_filter(registry, "tojson", {"indent"}, tojson);
    add_filter(registry, "urlize", {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"}, make_links);
}

}  // namespace byline::templating
