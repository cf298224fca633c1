#include "templating/suggestion.hpp"

#include "text/nearest.hpp"

namespace byline::templating {

std::string suggestion(std::string_view wrong, std::span<const std::string_view> right) {
    constexpr std::size_t shown = 30;
    if (const auto near = text::nearest(wrong, right)) return "did you mean '" + std::string(*near) + "'?";
    if (right.empty()) return "there are no names here";
    std::string names = "known names: ";
    for (std::size_t i = 0; i < right.size() && i < shown; ++i) {
        if (i != 0) names += ", ";
        names += right[i];
    }
    if (right.size() > shown) names += ", ...";
    return names;
}

}  // namespace byline::templating
