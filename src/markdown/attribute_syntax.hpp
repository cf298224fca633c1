// Attributes in braces: {#id .class key=value key="two words"}; {: .class } is read too.
// A pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace byline::markdown {

struct ParsedAttribute {
    std::string_view name;  // "id", "class" or a key
    std::string_view value;
};

enum class BareKeys : std::uint8_t { Reject, Accept };  // {autoplay}: only where a brace cannot be prose

// Parses the attributes that begin at text[position] == '{'. Returns the position after the closing brace and
// replaces `attributes`; returns 0, and leaves `attributes` in any state, when these are not attributes.
[[nodiscard]] std::size_t parse_attributes(std::string_view text, std::size_t position, BareKeys bare_keys,
                                           std::vector<ParsedAttribute>& attributes);

}  // namespace byline::markdown
