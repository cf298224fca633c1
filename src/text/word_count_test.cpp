#include "text/word_count.hpp"

#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "text/ascii.hpp"

namespace byline::text {
namespace {

struct CountCase {
    std::string_view text;
    std::int64_t words;
    std::int64_t han;
};

TEST(WordCount, CountsWordsAndCharacters) {
    for (const CountCase& c : {
             CountCase{"", 0, 0},
             CountCase{"One two three.", 3, 0},
             CountCase{"don't state-of-the-art don’t e‑mail", 4, 0},
             CountCase{"3.14 10,000 12:30 v1.2.3 snake_case", 5, 0},
             CountCase{"a, b:c a--b -x- 'quoted'", 7, 0},
             CountCase{"I/O example.com", 3, 0},
             CountCase{"你好，世界！", 0, 4},
             CountCase{"使用 Rust 写代码", 1, 5},
             CountCase{"使用Rust写C++代码2024年", 3, 6},
             CountCase{"ひらがなとカタカナ", 0, 9},
             CountCase{"한국어 텍스트", 0, 6},
             CountCase{"naïve façade Ελληνικά Привет", 4, 0},
             CountCase{"cafe\u0301 bar", 2, 0},
             CountCase{"🎉 👩‍💻 → ✓ © —", 0, 0},
             CountCase{"a\u00ADb a\u200Db", 2, 0},
             CountCase{"ａｂｃ １２", 2, 0},
             CountCase{"l’été 'n' dé-jà", 3, 0},
             CountCase{"䷀ 々 〇", 0, 2},
             CountCase{"\xFF"
                       "a\xE4\xB8",
                       1, 0},
         }) {
        const WordCount count = count_words(c.text);
        EXPECT_EQ(count.words, c.words) << c.text;
        EXPECT_EQ(count.han, c.han) << c.text;
    }
}

// The same rules, a character after the other: what stands between the words of ASCII joins them or does not.
std::int64_t words_by_character(const std::string& text) {
    const auto is = [&](std::size_t at, auto test) { return at < text.size() && test(text[at]); };
    const auto letter = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); };
    const auto digit = [](char c) { return is_ascii_digit(c); };
    const auto joiner = [](char c) { return std::string_view("'-._").find(c) != std::string_view::npos; };
    const auto digit_joiner = [](char c) { return c == ',' || c == ':'; };
    std::int64_t words = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!letter(text[i]) || is(i - 1, letter)) continue;
        const bool is_joined = is(i - 1, joiner) && is(i - 2, letter);
        const bool is_number = is(i - 1, digit_joiner) && is(i - 2, digit) && digit(text[i]);
        if (!is_joined && !is_number) ++words;
    }
    return words;
}

TEST(WordCount, TakesLongTextsAsShortOnes) {
    std::mt19937 random(7);
    constexpr std::string_view characters = "ab9Z0'-._,:,. \n/#~@[`{";
    for (std::size_t size = 0; size < 4000; ++size) {
        std::string text(size % 70, ' ');
        for (char& c : text) c = characters[random() % characters.size()];
        EXPECT_EQ(count_words(text).words, words_by_character(text)) << text;
        // Beside Chinese, and before what is no ASCII: blocks end there.
        const WordCount mixed = count_words("汉" + text + "字");
        EXPECT_EQ(mixed, (WordCount{.words = words_by_character(text), .han = 2})) << text;
    }
}

TEST(WordCount, AddsUp) {
    WordCount sum = count_words("one 二");
    sum += count_words("three 四 五");
    EXPECT_EQ(sum, (WordCount{.words = 2, .han = 3}));
    EXPECT_EQ(sum.total(), 5);
}

TEST(WordCount, GivesReadingMinutes) {
    EXPECT_EQ(reading_minutes({.words = 0, .han = 0}, 220, 400), 1);
    EXPECT_EQ(reading_minutes({.words = 220, .han = 0}, 220, 400), 1);
    EXPECT_EQ(reading_minutes({.words = 221, .han = 0}, 220, 400), 2);
    EXPECT_EQ(reading_minutes({.words = 220, .han = 400}, 220, 400), 2);
    EXPECT_EQ(reading_minutes({.words = 0, .han = 4001}, 220, 400), 11);
}

}  // namespace
}  // namespace byline::text
