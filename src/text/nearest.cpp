#include "text/nearest.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::text {
namespace {

// Names longer than this are compared by their beginning only, so that the table stays small.
constexpr std::size_t longest_compared = 128;

std::u32string code_points_of(std::string_view text) {
    std::u32string points;
    std::size_t offset = 0;
    while (offset < text.size() && points.size() < longest_compared) points += decode_next(text, offset);
    return points;
}

char32_t without_case(char32_t c) {
    return c >= U'A' && c <= U'Z' ? c + 32 : c;
}

std::size_t distance_between(const std::u32string& a, const std::u32string& b, std::size_t bound) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > bound) return bound + 1;
    // Three rows of the table: the row before the last is needed for swaps of neighbours.
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        if (least > bound) return bound + 1;
        before_last.swap(last);
        last.swap(row);
    }
    return std::min(last[b.size()], bound + 1);
}

std::size_t bound_for(std::size_t length) {
    return length <= 4 ? 1 : length <= 8 ? 2 : 3;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound) {
    return distance_between(code_points_of(a), code_points_of(b), bound);
}

std::optional<std::string_view> nearest(std::string_view wrong, std::span<const std::string_view> right) {
    std::u32string wanted = code_points_of(wrong);
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), without_case);
    // An edit of every character shares nothing with what was written.
    std::size_t best = wanted.size();
    std::optional<std::string_view> found;
    for (const std::string_view candidate : right) {
        if (equal_but_case(wrong, candidate)) return candidate;
        std::u32string points = code_points_of(candidate);
        std::transform(points.begin(), points.end(), points.begin(), without_case);
        if (best == 0) break;
        const std::size_t longer = std::max(wanted.size(), points.size());
        const std::size_t bound = std::min(best - 1, bound_for(longer));
        const std::size_t distance = distance_between(wanted, points, bound);
        if (distance <= bound && distance < points.size()) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

}  // namespace byline::text
