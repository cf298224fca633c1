// The nodes that a PatternParser makes of what it reads.
#include <utility>

#include "highlighting/byte_sets.hpp"
#include "highlighting/pattern_parser.hpp"

namespace byline::highlighting {
namespace {

constexpr std::size_t most_nodes = 20000;

}  // namespace

NodeIndex PatternParser::add(PatternNode node) {
    if (pattern_.nodes.size() >= most_nodes) fail("the pattern has more than 20,000 nodes", "make several rules of it");
    pattern_.nodes.push_back(std::move(node));
    return static_cast<NodeIndex>(pattern_.nodes.size() - 1);
}

NodeIndex PatternParser::bytes(const ByteSet& set) {
    return add({PatternNode::Kind::Bytes, set, {}, 0, 0});
}

NodeIndex PatternParser::byte(unsigned char value) {
    ByteSet set;
    set.set(value);
    return bytes(folded(set));
}

NodeIndex PatternParser::range(unsigned char first, unsigned char last) {
    return bytes(range_of(first, last));
}

NodeIndex PatternParser::sequence(std::vector<NodeIndex> children) {
    if (children.size() == 1) return children.front();
    return add({PatternNode::Kind::Sequence, {}, std::move(children), 0, 0});
}

NodeIndex PatternParser::choice(std::vector<NodeIndex> children) {
    if (children.size() == 1) return children.front();
    return add({PatternNode::Kind::Choice, {}, std::move(children), 0, 0});
}

NodeIndex PatternParser::code_point() {
    std::vector<NodeIndex> parts;
    do {
        parts.push_back(range(static_cast<unsigned char>(text_.bytes[text_.at]),
                              static_cast<unsigned char>(text_.bytes[text_.at])));
        ++text_.at;
    } while (!at_end() && (static_cast<unsigned char>(text_.bytes[text_.at]) & 0xC0U) == 0x80);
    return sequence(std::move(parts));
}

NodeIndex PatternParser::other_than(const ByteSet& set) {
    const ByteSet ascii = ~(folded(set) | beyond_ascii());
    const NodeIndex more = range(0x80, 0xBF);
    const NodeIndex node =
        choice({bytes(ascii), sequence({range(0xC2, 0xDF), more}), sequence({range(0xE0, 0xEF), more, more}),
                sequence({range(0xF0, 0xF4), more, more, more})});
    wide_.emplace(node, ascii | beyond_ascii());
    return node;
}

// Every code point beyond ASCII save the blocks of punctuation, symbols, emoji and private use: what identifiers of
// the languages that allow more than ASCII consist of, without a table of 100,000 letters in each automaton.
NodeIndex PatternParser::letters() {
    const NodeIndex more = range(0x80, 0xBF);
    ByteSet whole_blocks = range_of(0xE4, 0xEC);  // U+4000 to U+CFFF
    whole_blocks.set(0xE1);                       // U+1000 to U+1FFF
    ByteSet full_width_capitals = range_of(0x90, 0x99) | range_of(0xA1, 0xBA);
    ByteSet full_width_small = range_of(0x81, 0x9A) | range_of(0xA6, 0xBF);
    ByteSet feminine_micro_masculine;
    for (const unsigned value : {0xAAU, 0xB5U, 0xBAU}) feminine_micro_masculine.set(value);
    const NodeIndex three = bytes(whole_blocks);
    return choice({
        sequence({range(0xC2, 0xC2), bytes(feminine_micro_masculine)}),
        sequence({range(0xC3, 0xDF), more}),                     // U+00C0 to U+07FF
        sequence({range(0xE0, 0xE0), range(0xA0, 0xBF), more}),  // U+0800 to U+0FFF
        sequence({three, more, more}),
        sequence({range(0xE2, 0xE2), range(0x82, 0x82), range(0x80, 0x9C)}),  // subscripts: x₁
        sequence({range(0xE2, 0xE2), range(0x84, 0x85), more}),               // ℝ, ℕ
        sequence({range(0xE2, 0xE2), range(0xB0, 0xB7), more}),               // U+2C00 to U+2DFF
        sequence({range(0xE3, 0xE3), range(0x80, 0x80), range(0x85, 0x87)}),  // 々〆〇
        sequence({range(0xE3, 0xE3), range(0x81, 0xBF), more}),               // kana, Han
        sequence({range(0xED, 0xED), range(0x80, 0x9F), more}),               // Hangul
        sequence({range(0xEF, 0xEF), range(0xA4, 0xB7), more}),               // U+F900 to U+FDFF
        sequence({range(0xEF, 0xEF), range(0xBC, 0xBC), bytes(full_width_capitals)}),
        sequence({range(0xEF, 0xEF), range(0xBD, 0xBD), bytes(full_width_small)}),
        sequence({range(0xEF, 0xEF), range(0xBE, 0xBE), more}),
        sequence({range(0xF0, 0xF0), choice({range(0x90, 0x9E), range(0xA0, 0xBF)}), more, more}),
    });
}

NodeIndex PatternParser::end_of_line() {
    const NodeIndex end = add({PatternNode::Kind::EndOfText, {}, {}, 0, 0});
    return choice({byte('\n'), end});
}

ByteSet PatternParser::folded(ByteSet set) const {
    if (letter_case_ == LetterCase::Distinct) return set;
    for (unsigned small = 'a'; small <= 'z'; ++small) {
        const unsigned capital = small - 'a' + 'A';
        if (set[small] || set[capital]) {
            set.set(small);
            set.set(capital);
        }
    }
    return set;
}

}  // namespace byline::highlighting
