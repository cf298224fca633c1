#include "highlighting/word_table.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace byline::highlighting {
namespace {

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

WordTable::WordTable(std::vector<Word> words, LetterCase letter_case)
    : words_(std::move(words)), slots_(std::bit_ceil(words_.size() * 2 + 2)), letter_case_(letter_case) {
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
        longest_ = std::max(longest_, words_[i].text.size());
        if (find(words_[i].text) != not_found) continue;
        std::size_t slot = slot_of(words_[i].text);
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = i + 1;
    }
}

std::uint16_t WordTable::find(std::string_view word) const {
    if (word.empty() || word.size() > longest_) return not_found;
    for (std::size_t slot = slot_of(word); slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        const Word& stored = words_[slots_[slot] - 1];
        if (is_same(stored.text, word)) return stored.group;
    }
    return not_found;
}

// Four of its characters and its length tell most words of a language apart.
std::size_t WordTable::slot_of(std::string_view word) const {
    const auto at = [&](std::size_t index) -> std::uint64_t {
        // Letters of both cases have the same five bits.
        return static_cast<unsigned char>(word[index]) & 0x5FU;
    };
    const std::uint64_t mixed = at(0) | at(word.size() - 1) << 8U | at(word.size() / 2) << 16U |
                                at(word.size() / 4) << 24U | static_cast<std::uint64_t>(word.size()) << 32U;
    return static_cast<std::size_t>(mixed * 0x9E3779B97F4A7C15U >> 40U) & (slots_.size() - 1);
}

bool WordTable::is_same(std::string_view stored, std::string_view word) const {
    if (letter_case_ == LetterCase::Distinct) return stored == word;
    return std::ranges::equal(stored, word, [](char a, char b) { return a == lowered(b); });
}

}  // namespace byline::highlighting
