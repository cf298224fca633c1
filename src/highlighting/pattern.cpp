#include "highlighting/pattern.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "highlighting/pattern_parser.hpp"

namespace byline::highlighting {

std::optional<std::size_t> Pattern::fixed_length(NodeIndex index) const {
    const PatternNode& node = nodes[index];
    switch (node.kind) {
        case PatternNode::Kind::Bytes:
        case PatternNode::Kind::EndOfText: return 1;
        case PatternNode::Kind::Sequence: {
            std::size_t sum = 0;
            for (const NodeIndex child : node.children) {
                const auto length = fixed_length(child);
                if (!length) return std::nullopt;
                sum += *length;
            }
            return sum;
        }
        case PatternNode::Kind::Choice: {
            const auto first = fixed_length(node.children.front());
            const bool same =
                std::ranges::all_of(node.children, [&](NodeIndex child) { return fixed_length(child) == first; });
            return same ? first : std::nullopt;
        }
        case PatternNode::Kind::Repeat: {
            const auto length = fixed_length(node.children.front());
            if (!length || node.least != node.most) return std::nullopt;
            return *length * node.least;
        }
    }
    return std::nullopt;
}

std::variant<Pattern, PatternFault> parse_pattern(std::string_view text, const NamedPatterns& named,
                                                  LetterCase letter_case) {
    Pattern pattern;
    PatternParser parser(pattern, named, letter_case);
    if (auto fault = parser.parse(text)) return std::move(*fault);
    return pattern;
}

}  // namespace byline::highlighting
