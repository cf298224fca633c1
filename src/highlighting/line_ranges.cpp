#include "highlighting/line_ranges.hpp"

#include <algorithm>

namespace byline::highlighting {
namespace {

constexpr std::size_t most_ranges = 1000;
constexpr std::uint32_t most_line = 10'000'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<std::uint32_t> take_number(std::string_view& text) {
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    std::uint32_t number = 0;
    while (!text.empty() && is_digit(text.front())) {
        number = std::min(number * 10 + static_cast<std::uint32_t>(text.front() - '0'), most_line);
        text.remove_prefix(1);
    }
    return number;
}

}  // namespace

std::optional<LineRanges> LineRanges::parse(std::string_view text) {
    LineRanges lines;
    const auto skip = [&] {
        while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
    };
    for (skip(); !text.empty(); skip()) {
        const auto first = take_number(text);
        if (!first || lines.ranges_.size() >= most_ranges) return std::nullopt;
        auto last = first;
        if (text.starts_with('-')) {
            text.remove_prefix(1);
            last = take_number(text);
            if (!last || *last < *first) return std::nullopt;
        }
        if (!text.empty() && text.front() != ' ' && text.front() != ',') return std::nullopt;
        lines.ranges_.push_back({*first, *last});
    }
    if (lines.ranges_.empty()) return std::nullopt;
    return lines;
}

bool LineRanges::contains(std::uint32_t line) const {
    return std::ranges::any_of(ranges_, [&](const Range& range) { return range.first <= line && line <= range.last; });
}

}  // namespace byline::highlighting
