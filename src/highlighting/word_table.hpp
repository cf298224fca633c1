// A WordTable says of a word what it is in a language: keyword, type, constant.
// Immutable once made; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/pattern.hpp"

namespace byline::highlighting {

class WordTable {
  public:
    struct Word {
        std::string text;         // in lower case where letter case is ignored
        std::uint16_t group = 0;  // index in the definition's lists
    };
    static constexpr std::uint16_t not_found = 0xFFFF;

    // Of two words that are the same the first one counts.
    WordTable(std::vector<Word> words, LetterCase letter_case);

    // The group of `word`, or not_found.
    [[nodiscard]] std::uint16_t find(std::string_view word) const;

  private:
    [[nodiscard]] std::size_t slot_of(std::string_view word) const;
    [[nodiscard]] bool is_same(std::string_view stored, std::string_view word) const;

    std::vector<Word> words_;
    std::vector<std::uint32_t> slots_;  // index in words_ + 1; a power of two of them, at most half of them taken
    std::size_t longest_ = 0;
    LetterCase letter_case_;
};

}  // namespace byline::highlighting
