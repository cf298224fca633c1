#include "http/conditional.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/request.hpp"

namespace byline::http {

namespace {

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// "q=0", "q=0.0": the client does not want it.
bool is_refused(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == std::string_view::npos) return false;
    const std::string_view weight = without_blanks(parameters.substr(at + 2));
    return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
    std::uint64_t number = 0;
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

}  // namespace

AcceptedEncodings accepted_encodings(std::string_view header) {
    AcceptedEncodings accepted;
    std::optional<bool> gzip;
    std::optional<bool> brotli;
    bool others = false;
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        const std::string_view element = header.substr(0, comma);
        const std::size_t semicolon = std::min(element.find(';'), element.size());
        const std::string_view name = without_blanks(element.substr(0, semicolon));
        const bool wanted = semicolon == element.size() || !is_refused(element.substr(semicolon));
        if (same_header_name(name, "gzip") || same_header_name(name, "x-gzip")) gzip = wanted;
        if (same_header_name(name, "br")) brotli = wanted;
        if (name == "*") others = wanted;
        header.remove_prefix(std::min(comma + 1, header.size()));
    }
    accepted.gzip = gzip.value_or(others);
    accepted.brotli = brotli.value_or(others);
    return accepted;
}

bool names_tag_of(std::string_view header, std::string_view opaque) {
    if (without_blanks(header) == "*") return true;
    while (!header.empty()) {
        const std::size_t open = header.find('"');
        if (open == std::string_view::npos) return false;
        const std::size_t close = header.find('"', open + 1);
        if (close == std::string_view::npos) return false;
        const std::string_view tag = header.substr(open + 1, close - open - 1);
        if (tag.starts_with(opaque) && (tag.size() == opaque.size() || tag[opaque.size()] == '-')) return true;
        header.remove_prefix(close + 1);
    }
    return false;
}

std::optional<std::time_t> parse_fixdate(std::string_view text) {
    static constexpr std::array<std::string_view, 12> names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    // "Sun, 06 Nov 1994 08:49:37 GMT"
    if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
    const auto day = number_of(text.substr(5, 2));
    const auto year = number_of(text.substr(12, 4));
    const auto hour = number_of(text.substr(17, 2));
    const auto minute = number_of(text.substr(20, 2));
    const auto second = number_of(text.substr(23, 2));
    const auto* const month = std::find(names.begin(), names.end(), text.substr(8, 3));
    if (!day || !year || !hour || !minute || !second || month == names.end()) return std::nullopt;
    std::tm parts{};
    parts.tm_mday = static_cast<int>(*day);
    parts.tm_mon = static_cast<int>(month - names.begin());
    parts.tm_year = static_cast<int>(*year) - 1900;
    parts.tm_hour = static_cast<int>(*hour);
    parts.tm_min = static_cast<int>(*minute);
    parts.tm_sec = static_cast<int>(*second);
    return ::timegm(&parts);
}

ByteRange read_range(std::string_view header, std::uint64_t size) {
    static constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return {};
    header.remove_prefix(unit.size());
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return {};
    const std::string_view from = without_blanks(header.substr(0, dash));
    const std::string_view to = without_blanks(header.substr(dash + 1));
    if (from.empty()) {  // the last bytes
        const auto count = number_of(to);
        if (!count) return {};
        if (*count == 0 || size == 0) return {RangeKind::NotSatisfiable, 0, 0};
        return {RangeKind::Part, size - std::min(*count, size), size - 1};
    }
    const auto first = number_of(from);
    const auto last = to.empty() ? std::optional(size == 0 ? 0 : size - 1) : number_of(to);
    if (!first || !last || (!to.empty() && *last < *first)) return {};
    if (*first >= size) return {RangeKind::NotSatisfiable, 0, 0};
    return {RangeKind::Part, *first, std::min(*last, size - 1)};
}

}  // namespace byline::http
