#include "markdown/directive_syntax.hpp"

#include "markdown/character_class.hpp"

namespace byline::markdown {

std::size_t scan_directive_name(std::string_view text, std::size_t position) {
    if (position >= text.size() || !is_alpha(text[position])) return position;
    while (position < text.size() &&
           (is_alphanumeric(text[position]) || text[position] == '-' || text[position] == '_')) {
        ++position;
    }
    return position;
}

std::size_t scan_directive_label(std::string_view text, std::size_t position, std::string_view& label) {
    const std::size_t begin = position + 1;
    int depth = 0;
    for (; position < text.size() && text[position] != '\n'; ++position) {
        const char c = text[position];
        if (c == '\\' && position + 1 < text.size()) {
            ++position;
        } else if (c == '[') {
            ++depth;
        } else if (c == ']' && --depth == 0) {
            label = text.substr(begin, position - begin);
            return position + 1;
        }
    }
    return 0;
}

}  // namespace byline::markdown
