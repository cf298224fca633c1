// A TokenReader cuts text into what can be searched: words, and runs of characters that are written without spaces.
// Each belongs to one thread at a time and borrows the text. client/tokens.js does the same in the browser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace byline::search {

inline constexpr std::size_t max_word_characters = 32;   // what a word has beyond does not count
inline constexpr char32_t first_run_character = 0x0E00;  // the first that is_run_character() may be true of

enum class TokenKind : std::uint8_t {
    Word,  // letters, marks and digits; apostrophes inside; c++ and c# as one
    Run,   // Chinese, Japanese, Korean, Thai ...: found by pairs of characters; single spaces inside are left out
};

// Characters of scripts that do not put spaces between words, or whose words are found by any two characters of them.
[[nodiscard]] bool is_run_character(char32_t code_point);

class TokenReader {
  public:
    // `text` is well-formed UTF-8.
    explicit TokenReader(std::string_view text) : text_(text) {}

    // Goes to the next token that is not empty when folded; false at the end.
    [[nodiscard]] bool next();

    [[nodiscard]] TokenKind kind() const { return kind_; }
    // Compatibility forms undone, lower case, without diacritics (U+0300 to U+036F). Valid until next().
    [[nodiscard]] std::string_view folded() const { return folded_; }

  private:
    void read_word();
    void read_run();
    void fold();

    std::string_view text_;
    std::size_t offset_ = 0;
    TokenKind kind_ = TokenKind::Word;
    bool is_plain_ = false;  // nothing to fold but ASCII capitals
    std::string folded_;
};

// Whether the word is one that only letters of a script with spaces stand in: no digit.
[[nodiscard]] bool has_digit(std::string_view folded_word);

}  // namespace byline::search
