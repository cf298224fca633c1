#include "site/style_sheet.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "templating/value_map.hpp"

namespace byline::site {
namespace {

constexpr std::size_t most_value_bytes = 1000;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool needs_no_blank_before(char c) {
    return c == '{' || c == '}' || c == ';' || c == ',' || c == '>';
}

bool needs_no_blank_after(char c) {
    return needs_no_blank_before(c) || c == ':';
}

// Behind the quotation, or at the end of the text when it is not closed.
std::size_t end_of_quotation(std::string_view css, std::size_t at) {
    const char quote = css[at];
    for (++at; at < css.size() && css[at] != quote; ++at) {
        if (css[at] == '\\') ++at;
    }
    return std::min(at + 1, css.size());
}

std::size_t end_of_comment(std::string_view css, std::size_t at) {
    const auto end = css.find("*/", at + 2);
    return end == std::string_view::npos ? css.size() : end + 2;
}

bool is_variable_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool stays_in_its_rule(std::string_view value) {
    constexpr std::string_view forbidden = "{}<>;\\";
    return !value.empty() && value.size() <= most_value_bytes &&
           value.find_first_of(forbidden) == std::string_view::npos && value.find("/*") == std::string_view::npos &&
           std::ranges::count(value, '"') % 2 == 0 && std::ranges::count(value, '\'') % 2 == 0 &&
           std::ranges::count(value, '(') == std::ranges::count(value, ')');
}

}  // namespace

std::string compact_css(std::string_view css) {
    std::string out;
    out.reserve(css.size());
    bool blank_is_due = false;
    for (std::size_t at = 0; at < css.size();) {
        const char c = css[at];
        if (is_blank(c) || css.substr(at, 2) == "/*") {
            blank_is_due = true;  // a comment parts what stands around it
            at = is_blank(c) ? at + 1 : end_of_comment(css, at);
            continue;
        }
        if (blank_is_due && !out.empty() && !needs_no_blank_before(c) && !needs_no_blank_after(out.back())) out += ' ';
        blank_is_due = false;
        if (c == '}' && !out.empty() && out.back() == ';') out.pop_back();
        std::size_t end = at + 1;
        if (c == '"' || c == '\'') {
            end = end_of_quotation(css, at);
        } else if (css.substr(at, 4) == "url(" && css.substr(at + 4, 1) != "\"" && css.substr(at + 4, 1) != "'") {
            end = std::min(css.find(')', at), css.size() - 1) + 1;
        } else if (c == '\\') {
            end = std::min(at + 2, css.size());
        }
        out += css.substr(at, end - at);
        at = end;
    }
    return out;
}

std::string variables_css(const templating::Value& variables, const Place& place, Diagnostics& diagnostics) {
    if (!variables.is_map()) return {};
    std::string rules;
    for (const auto& [key, value] : variables.as_map()) {
        const std::string name = key.to_string();
        const std::string text = value.to_string();
        const bool is_text = value.is_string() || value.is_integral() || value.is_float();
        if (!is_variable_name(name) || !is_text || !stays_in_its_rule(text)) {
            diagnostics.push_back(
                {Severity::Error,
                 content_error(fmt::format("the variable '{}' has a value that a style sheet cannot take: '{}'", name,
                                           text.substr(0, 60)),
                               "write a CSS value in quotes, for example column = \"36rem\"", place)});
            continue;
        }
        rules += fmt::format("--{}:{};", name, text);
    }
    if (rules.empty()) return {};
    rules.pop_back();
    return ":root{" + rules + "}";
}

}  // namespace byline::site
