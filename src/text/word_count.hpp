// WordCount says how much there is to read in a text of mixed scripts.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace byline::text {

struct WordCount {
    std::int64_t words = 0;  // runs of letters and digits in scripts that separate words
    std::int64_t han = 0;    // Han characters, kana and Hangul syllables, each on its own

    WordCount& operator+=(const WordCount& other) {
        words += other.words;
        han += other.han;
        return *this;
    }
    [[nodiscard]] std::int64_t total() const { return words + han; }
    friend bool operator==(const WordCount&, const WordCount&) = default;
};

// Counts plain text (not its markup). One word: `don't`, `state-of-the-art`, `3.14`, `10,000`, `snake_case`.
// Punctuation, symbols and emoji are not counted. Ill-formed bytes separate words.
[[nodiscard]] WordCount count_words(std::string_view text);

// Whole minutes, rounded up, at least 1; both speeds are above 0.
[[nodiscard]] std::int64_t reading_minutes(const WordCount& count, std::int64_t words_per_minute,
                                           std::int64_t characters_per_minute);

}  // namespace byline::text
