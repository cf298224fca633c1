#include "text/romanization.hpp"

namespace byline::text {

std::optional<std::string_view> romanize(char32_t code_point) {
    for (const romanization::TableRange& range : romanization::ranges) {
        if (code_point < range.first || code_point > range.last) continue;
        const std::uint16_t index = range.indices[code_point - range.first];
        if (index == 0) return std::nullopt;
        return romanization::pieces[index];
    }
    return std::nullopt;
}

std::span<const PolyphoneWord> polyphone_words() {
    return romanization::polyphones;
}

}  // namespace byline::text
