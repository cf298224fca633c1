#include "highlighting/region_end.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace byline::highlighting {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool stands_at(std::string_view text, std::string_view what, bool ignores_case) {
    if (text.size() < what.size()) return false;
    if (!ignores_case) return text.starts_with(what);
    return text::equal_but_case(text.substr(0, what.size()), what);
}

std::size_t find(const RegionAction& region, std::string_view what, std::string_view text, std::size_t from) {
    if (!region.ignores_case) return text.find(what, from);
    const auto found =
        std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), what.begin(), what.end(),
                    [](char a, char b) { return text::ascii_lower(a) == text::ascii_lower(b); });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

// Whether the line at `line` consists of `what` and blanks.
bool is_end_line(const RegionAction& region, std::string_view what, std::string_view text, std::size_t line) {
    std::size_t at = line;
    while (at < text.size() && is_blank(text[at])) ++at;
    if (!stands_at(text.substr(at), what, region.ignores_case)) return false;
    at += what.size();
    while (region.is_run && at < text.size() && text[at] == what.back()) ++at;
    while (at < text.size() && (is_blank(text[at]) || text[at] == '\r')) ++at;
    // A terminator is also what a statement goes on behind: EOS); in PHP, EOF) in a shell.
    return at >= text.size() || text[at] == '\n' ||
           (!region.is_run && (text[at] == ';' || text[at] == ',' || text[at] == ')'));
}

// Behind an odd number of backslashes.
bool is_escaped(std::string_view text, std::size_t begin, std::size_t at) {
    std::size_t from = at;
    while (from > begin && text[from - 1] == '\\') --from;
    return (at - from) % 2 == 1;
}

std::size_t behind_line(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

}  // namespace

std::string end_of_region(const RegionAction& region, std::string_view first_group) {
    std::string text = region.end;
    if (const auto at = text.find("$1"); at != std::string::npos) text.replace(at, 2, first_group);
    return text;
}

RegionEnd find_region_end(const RegionAction& region, std::string_view end_text, std::size_t indentation,
                          std::string_view text, std::size_t begin, std::size_t limit) {
    text = text.substr(0, limit);
    switch (region.terminator) {
        case Terminator::Anywhere: {
            if (end_text.empty()) return {begin, begin};
            for (std::size_t from = begin;;) {
                const std::size_t at = find(region, end_text, text, from);
                if (at == std::string_view::npos) return {limit, limit};
                if (!region.joins_lines || !is_escaped(text, begin, at)) return {at, at + end_text.size()};
                from = at + 1;
            }
        }
        case Terminator::OnItsOwnLine: {
            if (end_text.empty()) return {limit, limit};
            std::size_t line = begin == 0 || text[begin - 1] == '\n' ? begin : behind_line(text, begin);
            for (; line < limit; line = behind_line(text, line)) {
                if (!is_end_line(region, end_text, text, line)) continue;
                std::size_t end = line;
                while (end < limit && is_blank(text[end])) ++end;
                end += end_text.size();
                while (region.is_run && end < limit && text[end] == end_text.back()) ++end;
                return {line, std::min(end, limit)};
            }
            return {limit, limit};
        }
        case Terminator::LessIndented:
            for (std::size_t line = begin; line < limit; line = behind_line(text, line)) {
                std::size_t at = line;
                while (at < limit && is_blank(text[at])) ++at;
                if (at >= limit || text[at] == '\n' || text[at] == '\r') continue;
                if (at - line <= indentation) return {line, line};
            }
            return {limit, limit};
    }
    return {limit, limit};
}

std::size_t indentation_at(std::string_view text, std::size_t begin, std::size_t at) {
    const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
    line = std::max(line, begin);
    std::size_t end = line;
    while (end < text.size() && is_blank(text[end])) ++end;
    return end - line;
}

}  // namespace byline::highlighting
