#include "site/configuration_check.hpp"

#include <algorithm>
#include <array>

#include "text/timestamp.hpp"

namespace byline::site {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

}  // namespace

bool is_language_code(std::string_view code) {
    const std::size_t end = std::min(code.find('-'), code.size());
    const std::string_view primary = code.substr(0, end);
    if (primary.size() < 2 || primary.size() > 3 || !std::all_of(primary.begin(), primary.end(), is_letter))
        return false;
    std::string_view rest = code.substr(end);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view subtag = rest.substr(0, std::min(rest.find('-'), rest.size()));
        const bool right =
            !subtag.empty() && subtag.size() <= 8 && std::all_of(subtag.begin(), subtag.end(), is_letter_or_digit);
        if (!right) return false;
        rest.remove_prefix(subtag.size());
    }
    return true;
}

std::optional<std::int32_t> parse_utc_offset(std::string_view text) {
    if (text.empty() || !(text == "Z" || text.front() == '+' || text.front() == '-')) return std::nullopt;
    const auto moment = text::parse_timestamp("2000-01-01T00:00:00" + std::string(text));
    if (!moment) return std::nullopt;
    return moment->offset_seconds;
}

bool is_macro_name(std::string_view name) {
    return name.size() > 1 && name[0] == '\\' &&
           (name.size() == 2 || std::all_of(name.begin() + 1, name.end(), is_letter));
}

std::optional<std::string> fault_in_permalink(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> names{"year", "month", "day", "slug", "folder"};
    if (!pattern.starts_with('/')) return "does not begin with a slash";
    bool tells_works_apart = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '}') return "has a } without its {";
        if (pattern[i] != '{') continue;
        const std::size_t end = pattern.find('}', i);
        if (end == std::string_view::npos) return "has a { without its }";
        const std::string_view name = pattern.substr(i + 1, end - i - 1);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            return "has the unknown part {" + std::string(name) + "}";
        }
        tells_works_apart = tells_works_apart || name == "slug";
        i = end;
    }
    if (!tells_works_apart) return "has no {slug}";
    return std::nullopt;
}

}  // namespace byline::site
