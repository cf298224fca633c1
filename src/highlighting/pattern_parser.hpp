// A PatternParser reads the text of one pattern into a Pattern.
// Used by one thread, for one pattern.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "highlighting/pattern.hpp"

namespace byline::highlighting {

class PatternParser {
  public:
    PatternParser(Pattern& pattern, const NamedPatterns& named, LetterCase letter_case)
        : pattern_(pattern), named_(named), letter_case_(letter_case) {}

    [[nodiscard]] std::optional<PatternFault> parse(std::string_view text);

  private:
    // Thrown about inside of the parser only: most of its functions return a node.
    struct Fault {
        PatternFault fault;
    };
    // One text that is being read: the rule's, or a named pattern's.
    struct Text {
        std::string_view bytes;
        std::size_t at = 0;
    };
    // What stands between brackets.
    struct Members {
        ByteSet bytes;                  // ASCII
        std::vector<NodeIndex> others;  // of more than one byte
        bool has_letters = false;
    };

    void parse_top();
    void parse_ahead_or(std::vector<NodeIndex>& pending);
    NodeIndex parse_choice(int depth);
    NodeIndex parse_sequence(int depth);
    NodeIndex parse_repeated(int depth);
    NodeIndex repeat(NodeIndex atom);
    NodeIndex parse_atom(int depth);
    NodeIndex parse_group(int depth);
    NodeIndex parse_named(int depth);
    NodeIndex parse_escape();
    NodeIndex parse_brackets();
    void add_escape(Members& members);
    unsigned char parse_range_end();
    unsigned char parse_hex();
    std::pair<std::uint16_t, std::uint16_t> parse_counts();

    NodeIndex add(PatternNode node);
    NodeIndex bytes(const ByteSet& set);
    NodeIndex byte(unsigned char value);
    NodeIndex range(unsigned char first, unsigned char last);
    NodeIndex sequence(std::vector<NodeIndex> children);
    NodeIndex choice(std::vector<NodeIndex> children);
    NodeIndex code_point();                    // one that is not ASCII, as it is written
    NodeIndex other_than(const ByteSet& set);  // any code point but these ASCII characters
    NodeIndex letters();                       // those beyond ASCII
    NodeIndex end_of_line();
    ByteSet folded(ByteSet set) const;

    [[nodiscard]] bool at_end() const { return text_.at >= text_.bytes.size(); }
    [[nodiscard]] bool stands(std::string_view what) const { return text_.bytes.substr(text_.at).starts_with(what); }
    bool take(std::string_view what);
    [[noreturn]] void fail(std::string message, std::string remedy, std::optional<std::size_t> at = {}) const;

    Pattern& pattern_;
    const NamedPatterns& named_;
    LetterCase letter_case_;
    Text text_;
    int inside_named_ = 0;
    // Nodes of one code point that may be any beyond ASCII: a repetition of them is one of bytes.
    std::unordered_map<NodeIndex, ByteSet> wide_;
};

}  // namespace byline::highlighting
