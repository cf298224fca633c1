#include "markdown/link_sentences.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "markdown/plain_text.hpp"
#include "markdown/plain_text_writer.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::markdown {
namespace {

constexpr std::size_t most_before = 80;  // characters before the words of a link, when its sentence is cut
constexpr std::size_t most_words = 90;   // characters of a link's own words

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_word_byte(char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '\'';
}

bool ends_chinese_sentence(char32_t c) {
    return c == U'。' || c == U'！' || c == U'？' || c == U'｡';
}

bool ends_latin_sentence(char32_t c) {
    return c == U'.' || c == U'!' || c == U'?';
}

// Marks that belong to the sentence that ended before them.
bool closes(char32_t c) {
    return c == U'"' || c == U'\'' || c == U')' || c == U']' || c == U'”' || c == U'’' || c == U'」' || c == U'』' ||
           c == U'）' || c == U'》' || c == U'】';
}

// "e.g", "Dr", "J": the point behind it ends no sentence.
bool is_abbreviation(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && (is_word_byte(text[begin - 1]) || text[begin - 1] == '.')) --begin;
    const std::string_view word = text.substr(begin);
    if (word.size() == 1 || word.find('.') != std::string_view::npos) return word != "I";
    constexpr std::array<std::string_view, 10> known = {"Dr", "Mr", "Mrs", "Ms", "St", "vs", "cf", "Fig", "No", "Prof"};
    return std::ranges::find(known, word) != known.end();
}

// The block whose text holds a node: as PlainBlocks cuts a document, and each footnote within a text for itself.
Node block_of(Node node) {
    for (node = node.parent(); node; node = node.parent()) {
        switch (node.kind()) {
            case NodeKind::Paragraph:
            case NodeKind::Heading:
            case NodeKind::TableCell:
            case NodeKind::AlertTitle:
            case NodeKind::DirectiveLabel:
            case NodeKind::DirectiveLeaf:
            case NodeKind::InlineFootnote: return node;
            default: break;
        }
    }
    return {};
}

struct Placed {
    NodeIndex block = no_node;
    std::uint32_t reference = 0;
};

// The text of one block, and where in it the words of its links begin.
class BlockText {
  public:
    BlockText(Node block, std::span<const Placed> links, std::span<const Reference> references) {
        auto next = links.begin();
        text_.reserve(block.end_offset() - block.begin_offset());
        for (Node node = block; node;) {
            for (; next != links.end() && references[next->reference].node == node.index(); ++next)
                begins_.push_back(text_.size());
            if (node.kind() == NodeKind::InlineFootnote && node.index() != block.index()) {
                node = node.next_after_subtree_in(block);
                continue;
            }
            append_plain_node(text_, node);
            node = node.next_in(block);
        }
        begins_.resize(links.size(), text_.size());
        std::ranges::replace(text_, '\n', ' ');
        sentences_ = sentence_begins(text_);
    }

    [[nodiscard]] LinkSentence sentence(std::size_t link, std::size_t words_bytes) const {
        const std::size_t begin = begins_[link];
        const std::size_t end = std::min(text_.size(), begin + words_bytes);
        const auto after = std::ranges::upper_bound(sentences_, begin);
        std::size_t first = *(after - 1);
        const auto next = std::ranges::lower_bound(sentences_, std::max(end, begin + 1));
        std::size_t last = next == sentences_.end() ? text_.size() : *next;
        while (first < begin && text_[first] == ' ') ++first;
        while (last > end && text_[last - 1] == ' ') --last;
        return cut(first, begin, end, last);
    }

  private:
    // Moves over at most `characters`, not beyond `limit`.
    [[nodiscard]] std::size_t forward(std::size_t from, std::size_t limit, std::size_t characters) const {
        while (from < limit && characters-- > 0) static_cast<void>(text::decode_next(text_, from));
        return std::min(from, limit);
    }
    [[nodiscard]] std::size_t backward(std::size_t from, std::size_t limit, std::size_t characters) const {
        while (from > limit && characters-- > 0) from = text::boundary_at_or_before(text_, from - 1);
        return std::max(from, limit);
    }

    [[nodiscard]] LinkSentence cut(std::size_t first, std::size_t begin, std::size_t end, std::size_t last) const {
        LinkSentence sentence;
        const bool is_short = forward(first, last, most_sentence_characters) == last;
        std::size_t from = first;
        std::size_t to = last;
        std::size_t words_end = end;
        if (!is_short) {
            from = backward(begin, first, most_before);
            while (from > first && from < begin && is_word_byte(text_[from - 1])) ++from;  // no half of a word
            words_end = forward(begin, end, most_words);
            const std::size_t used = text::count_code_points(std::string_view(text_).substr(from, words_end - from));
            to = words_end < end ? words_end : forward(end, last, most_sentence_characters - used);
            while (to < last && to > words_end && is_word_byte(text_[to - 1]) && is_word_byte(text_[to])) --to;
            while (from < begin && text_[from] == ' ') ++from;
            while (to > words_end && text_[to - 1] == ' ') --to;
        }
        if (from > first) sentence.text = "…";
        sentence.words_begin = static_cast<std::uint32_t>(sentence.text.size() + begin - from);
        sentence.words_size = static_cast<std::uint32_t>(words_end - begin);
        sentence.text.append(text_, from, to - from);
        if (to < last) sentence.text += "…";
        return sentence;
    }

    std::string text_;
    std::vector<std::size_t> begins_;  // by link
    std::vector<std::size_t> sentences_;
};

}  // namespace

std::vector<std::size_t> sentence_begins(std::string_view text) {
    std::vector<std::size_t> begins = {0};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t mark = at;
        char32_t c = text::decode_next(text, at);
        const bool is_chinese = ends_chinese_sentence(c);
        if (!is_chinese && !ends_latin_sentence(c)) continue;
        const bool is_point = c == U'.';
        for (std::size_t next = at; next < text.size(); at = next) {
            c = text::decode_next(text, next);
            if (!closes(c) && !ends_chinese_sentence(c) && !ends_latin_sentence(c)) break;
        }
        std::size_t begin = at;
        while (begin < text.size() && text[begin] == ' ') ++begin;
        if (begin == text.size()) break;
        const bool goes_on =
            begin == at || is_small(text[begin]) || (is_point && is_abbreviation(text.substr(0, mark)));
        if (is_chinese || !goes_on) begins.push_back(begin);
    }
    return begins;
}

std::vector<LinkSentence> link_sentences(const Document& document, std::span<const Reference> references) {
    std::vector<Placed> links;
    for (std::uint32_t i = 0; i < references.size(); ++i) {
        const ReferenceKind kind = references[i].kind;
        if (kind != ReferenceKind::Link && kind != ReferenceKind::Wikilink) continue;
        if (const Node block = block_of(document.node(references[i].node))) links.push_back({block.index(), i});
    }
    std::ranges::stable_sort(links, {}, &Placed::block);
    std::vector<LinkSentence> sentences;
    sentences.reserve(links.size());
    for (std::size_t first = 0; first < links.size();) {
        std::size_t last = first + 1;
        while (last < links.size() && links[last].block == links[first].block) ++last;
        const auto group = std::span(links).subspan(first, last - first);
        const BlockText block(document.node(links[first].block), group, references);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const Reference& reference = references[group[i].reference];
            const std::size_t words_bytes = plain_text(document.node(reference.node)).size();
            LinkSentence sentence = block.sentence(i, words_bytes);
            if (sentence.text.empty()) continue;
            sentence.reference = group[i].reference;
            const bool is_named =
                reference.kind == ReferenceKind::Wikilink && document.node(reference.node).label().empty();
            if (is_named) {
                sentence.text.erase(sentence.words_begin, sentence.words_size);
                sentence.words_size = 0;
            }
            sentences.push_back(std::move(sentence));
        }
        first = last;
    }
    std::ranges::sort(sentences, {}, &LinkSentence::reference);
    return sentences;
}

}  // namespace byline::markdown
