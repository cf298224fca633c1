// Emphasis, strong emphasis and strikethrough: delimiter runs and how they pair.
#include <algorithm>

#include "markdown/character_class.hpp"
#include "markdown/inline_parser.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

// The character, or sequence, beside a delimiter run, as the flanking rules see it.
struct Neighbour {
    bool whitespace = true;  // beginning and end of the text count as whitespace
    bool punctuation = false;
    bool cjk = false;
};

enum class Amendments : std::uint8_t { None, Cjk };

Neighbour classify(std::uint32_t character, Amendments amendments) {
    const std::uint8_t bits = unicode_class(character);
    return {(bits & unicode_bits::whitespace) != 0, (bits & unicode_bits::punctuation) != 0,
            amendments == Amendments::Cjk && (bits & unicode_bits::cjk) != 0};
}

bool is_ideographic_selector(std::uint32_t character) {
    return character >= 0xe0100 && character <= 0xe01ef;
}
bool is_general_selector(std::uint32_t character) {
    return character >= 0xfe00 && character <= 0xfe0e;
}
// Quotation marks that U+FE01 makes full width.
bool is_ambiguous_quote(std::uint32_t character) {
    return character == 0x2018 || character == 0x2019 || character == 0x201c || character == 0x201d;
}

Neighbour before(std::string_view text, std::size_t position, Amendments amendments) {
    if (position == 0) return {};
    const std::uint32_t character = decode_backward(text, position);
    if (amendments == Amendments::None || character < 0x80) return classify(character, amendments);
    if (is_ideographic_selector(character)) return {false, false, true};
    if (!is_general_selector(character) || position == 0) return classify(character, amendments);
    const std::uint32_t base = decode_backward(text, position);
    Neighbour neighbour = classify(base, amendments);
    if (character == 0xfe01 && is_ambiguous_quote(base)) neighbour.cjk = true;
    return neighbour;
}

Neighbour after(std::string_view text, std::size_t position, Amendments amendments) {
    if (position >= text.size()) return {};
    return classify(decode_forward(text, position), amendments);
}

// One lower bound for each kind of closer, so that no opener is looked at in vain twice.
constexpr std::size_t closer_kinds = 14;

std::size_t closer_kind(char character, bool can_open, std::uint32_t length) {
    if (character == '~') return 11 + length;
    return (character == '_' ? 6u : 0u) + (can_open ? 3u : 0u) + length % 3;
}

}  // namespace

// https://spec.commonmark.org/0.31.2/#delimiter-run, amended for CJK in the Byline dialect:
// a run beside a CJK character counts as if it stood beside a space where punctuation would forbid it.
void InlineParser::scan_delimiter_run(std::uint32_t& position) {
    const char character = text_[position];
    const std::uint32_t begin = position;
    while (at(position) == character) ++position;
    const std::uint32_t length = position - begin;
    if (character == '~' && length > 2) return;
    const Amendments amendments = dialect_ == Dialect::Byline ? Amendments::Cjk : Amendments::None;
    const Neighbour left = before(text_, begin, amendments);
    const Neighbour right = after(text_, position, amendments);
    const bool left_plain_punctuation = left.punctuation && !left.cjk;
    const bool right_plain_punctuation = right.punctuation && !right.cjk;
    const bool left_flanking =
        !right.whitespace && (!right_plain_punctuation || left.whitespace || left_plain_punctuation || left.cjk);
    const bool right_flanking =
        !left.whitespace && (!left_plain_punctuation || right.whitespace || right_plain_punctuation || right.cjk);
    Delimiter delimiter;
    delimiter.can_open = left_flanking;
    delimiter.can_close = right_flanking;
    if (character == '_') {
        delimiter.can_open = left_flanking && (!right_flanking || left.punctuation);
        delimiter.can_close = right_flanking && (!left_flanking || right.punctuation);
    }
    if (!delimiter.can_open && !delimiter.can_close) return;
    delimiter.character = character;
    delimiter.begin = begin;
    delimiter.end = position;
    delimiter.length = length;
    delimiter.token = static_cast<std::uint32_t>(tokens_.size());
    delimiter.previous = last_delimiter_;
    const auto index = static_cast<std::uint32_t>(delimiters_.size());
    if (last_delimiter_ != 0) delimiters_[last_delimiter_].next = index;
    last_delimiter_ = index;
    delimiters_.push_back(delimiter);
    add_token(TokenKind::Run, begin, position).value = index;
}

void InlineParser::remove_delimiter(std::uint32_t index) {
    const Delimiter& delimiter = delimiters_[index];
    if (delimiter.previous != 0) delimiters_[delimiter.previous].next = delimiter.next;
    if (delimiter.next != 0) {
        delimiters_[delimiter.next].previous = delimiter.previous;
    } else {
        last_delimiter_ = delimiter.previous;
    }
}

std::uint32_t InlineParser::find_opener(const Delimiter& closer, std::uint32_t bottom) const {
    for (std::uint32_t i = closer.previous; i > bottom; i = delimiters_[i].previous) {
        const Delimiter& opener = delimiters_[i];
        if (opener.character != closer.character || !opener.can_open) continue;
        if (closer.character == '~') {
            if (opener.length == closer.length) return i;
            continue;
        }
        // "If one of the delimiters can both open and close emphasis, then the sum of the lengths … must not be a
        // multiple of 3 unless both lengths are multiples of 3."
        const bool both = closer.can_open || opener.can_close;
        if (!both || closer.length % 3 == 0 || (opener.length + closer.length) % 3 != 0) return i;
    }
    return 0;
}

// https://spec.commonmark.org/0.31.2/#phase-2-inline-structure, "process emphasis"
void InlineParser::pair_delimiters(std::uint32_t bottom) {
    std::uint32_t bottoms[closer_kinds];
    std::fill(std::begin(bottoms), std::end(bottoms), bottom);
    std::uint32_t closer = 0;
    for (std::uint32_t i = last_delimiter_; i > bottom; i = delimiters_[i].previous) closer = i;
    while (closer != 0) {
        const Delimiter& delimiter = delimiters_[closer];
        if (!delimiter.can_close) {
            closer = delimiter.next;
            continue;
        }
        const std::size_t kind = closer_kind(delimiter.character, delimiter.can_open, delimiter.length);
        const std::uint32_t opener = find_opener(delimiter, bottoms[kind]);
        if (opener != 0) {
            pair(opener, closer);
            if (delimiters_[opener].begin == delimiters_[opener].end) remove_delimiter(opener);
            if (delimiter.begin == delimiter.end) {
                const std::uint32_t next = delimiter.next;
                remove_delimiter(closer);
                closer = next;
            }
            continue;
        }
        bottoms[kind] = delimiter.previous;
        const std::uint32_t next = delimiter.next;
        if (!delimiter.can_open) remove_delimiter(closer);
        closer = next;
    }
    last_delimiter_ = bottom;
    if (bottom != 0) delimiters_[bottom].next = 0;
}

void InlineParser::pair(std::uint32_t opener_index, std::uint32_t closer_index) {
    Delimiter& opener = delimiters_[opener_index];
    Delimiter& closer = delimiters_[closer_index];
    // What stands between them found no partner.
    opener.next = closer_index;
    closer.previous = opener_index;
    Edge edge;
    if (closer.character == '~') {
        edge.kind = NodeKind::Strikethrough;
        edge.width = static_cast<std::uint8_t>(closer.length);
    } else if (opener.end - opener.begin >= 2 && closer.end - closer.begin >= 2) {
        edge.kind = NodeKind::Strong;
        edge.width = 2;
    }
    opener.end -= edge.width;
    closer.begin += edge.width;
    const auto closing = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back(edge);
    if (closer.last_closed != 0) {
        edges_[closer.last_closed].next = closing;
    } else {
        closer.first_closed = closing;
    }
    closer.last_closed = closing;
    edge.next = opener.first_opened;
    opener.first_opened = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back(edge);
}

}  // namespace byline::markdown
