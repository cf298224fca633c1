// A Pattern is a regular expression of a rule, read into a tree that an Automaton is made of.
// A value; immutable once read.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace byline::highlighting {

using ByteSet = std::bitset<256>;
using NodeIndex = std::uint32_t;

struct PatternNode {
    enum class Kind : std::uint8_t { Bytes, EndOfText, Sequence, Choice, Repeat };
    static constexpr std::uint16_t unbounded = 0xFFFF;

    Kind kind = Kind::Sequence;
    ByteSet bytes;                    // Bytes: one of them
    std::vector<NodeIndex> children;  // Sequence, Choice; one of a Repeat
    std::uint16_t least = 0;          // Repeat
    std::uint16_t most = 0;
};

enum class Capture : std::uint8_t { No, Yes };

// A pattern is matched as a whole, and then cut into its parts: what stands in (…) at the top, and what is between.
struct PatternPart {
    NodeIndex node = 0;
    Capture capture = Capture::No;
};

struct Pattern {
    std::vector<PatternNode> nodes;
    std::vector<PatternPart> parts;
    std::optional<NodeIndex> ahead;  // what has to follow and is not part of the match
    bool is_at_line_start = false;

    // The length of everything that `node` matches, in bytes, when it is always the same.
    [[nodiscard]] std::optional<std::size_t> fixed_length(NodeIndex node) const;
};

struct PatternFault {
    std::string message;
    std::string remedy;
    std::size_t offset = 0;  // in the pattern's text, in bytes
};

enum class LetterCase : std::uint8_t { Distinct, Ignored };

using NamedPatterns = std::map<std::string, std::string, std::less<>>;

// The syntax is described in docs/highlighting.md. Bounds: 4,096 bytes, groups nested 32 deep, 255 repetitions,
// 20,000 nodes with named patterns put in.
[[nodiscard]] std::variant<Pattern, PatternFault> parse_pattern(std::string_view text, const NamedPatterns& named,
                                                                LetterCase letter_case);

}  // namespace byline::highlighting
