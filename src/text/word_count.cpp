#include "text/word_count.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace byline::text {
namespace {

enum class Class : unsigned char {
    Separator,
    Letter,
    Digit,
    Joiner,       // between two letters or digits it is part of the word: ' - . _
    DigitJoiner,  // between two digits: , :
    Multibyte,
};

constexpr std::array<Class, 256> class_table() {
    std::array<Class, 256> table{};
    for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = Class::Letter;
    for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = Class::Letter;
    for (std::size_t c = '0'; c <= '9'; ++c) table[c] = Class::Digit;
    for (std::size_t c = 0x80; c < 256; ++c) table[c] = Class::Multibyte;
    for (const char c : {'\'', '-', '.', '_'}) table[static_cast<unsigned char>(c)] = Class::Joiner;
    for (const char c : {',', ':'}) table[static_cast<unsigned char>(c)] = Class::DigitJoiner;
    return table;
}
constexpr std::array<Class, 256> classes = class_table();

Class class_of(char c) {
    return classes[static_cast<unsigned char>(c)];
}

bool is_mark_or_format(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200D) || c == 0xAD || c == 0x2060 ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || c == 0xFEFF;
}

#if defined(__SSE2__)
// Of sixteen characters of ASCII, a bit each.
struct Block {
    static constexpr std::size_t size = 16;
    bool is_ascii = false;
    std::uint32_t words = 0;  // letters and digits
    std::uint32_t digits = 0;
    std::uint32_t joiners = 0;
    std::uint32_t digit_joiners = 0;
};

Block block_at(const char* text) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto bits = [](__m128i found) { return static_cast<std::uint32_t>(_mm_movemask_epi8(found)); };
    const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
    const auto within = [](__m128i which, char first, char last) {
        const __m128i above = _mm_cmpgt_epi8(which, _mm_set1_epi8(static_cast<char>(first - 1)));
        return _mm_and_si128(above, _mm_cmplt_epi8(which, _mm_set1_epi8(static_cast<char>(last + 1))));
    };
    Block block;
    block.is_ascii = bits(bytes) == 0;
    if (!block.is_ascii) return block;
    block.digits = bits(within(bytes, '0', '9'));
    block.words = block.digits | bits(within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z'));
    block.joiners = bits(_mm_or_si128(_mm_or_si128(is('\''), is('-')), _mm_or_si128(is('.'), is('_'))));
    block.digit_joiners = bits(_mm_or_si128(is(','), is(':')));
    return block;
}
#endif

class Counter {
  public:
    explicit Counter(std::string_view text) : text_(text) {}

    WordCount count() {
        while (offset_ < text_.size()) {
            switch (class_of(text_[offset_])) {
                case Class::Letter:
                case Class::Digit:
                    if (!take_blocks()) take_ascii_word();
                    break;
                case Class::Multibyte: take_multibyte(); break;
                case Class::Joiner: take_joiner(); break;
                case Class::DigitJoiner:  // here only after blocks, or outside of words
                    in_word_ = in_word_ && between_digits();
                    ++offset_;
                    break;
                case Class::Separator:
                    in_word_ = false;
                    ++offset_;
                    break;
            }
        }
        return count_;
    }

  private:
    // Of ASCII, sixteen characters at a time: a word begins at a letter or digit that neither follows one nor is joined
    // to one. Says whether it took any.
    bool take_blocks() {
        const std::size_t begin = offset_;
#if defined(__SSE2__)
        // One more character is looked at than is taken.
        while (offset_ + Block::size < text_.size()) {
            const Block block = block_at(text_.data() + offset_);
            if (!block.is_ascii) break;
            const std::uint32_t in_word = in_word_ ? 1 : 0;
            const bool after_digit = in_word_ && class_of(text_[offset_ - 1]) == Class::Digit;
            const std::uint32_t follows = block.words << 1 | in_word;
            const std::uint32_t joined = block.joiners << 1 & (block.words << 2 | in_word << 1);
            const std::uint32_t digits = block.digits << 2 | (after_digit ? 2 : 0);
            const std::uint32_t digits_joined = block.digit_joiners << 1 & digits & block.digits;
            count_.words += std::popcount(block.words & ~(follows | joined | digits_joined));
            constexpr std::uint32_t last = 1U << (Block::size - 1);
            offset_ += Block::size;
            if ((block.words & last) != 0) {
                in_word_ = true;
            } else if ((block.joiners & last) != 0) {
                in_word_ = (block.words << 1 & last) != 0 && word_follows();
            } else {
                in_word_ = (block.digit_joiners & last) != 0 && (block.digits << 1 & last) != 0 &&
                           class_of(text_[offset_]) == Class::Digit;
            }
        }
#endif
        return offset_ != begin;
    }

    void enter_word() {
        if (!in_word_) ++count_.words;
        in_word_ = true;
    }

    void take_ascii_word() {
        enter_word();
        while (offset_ < text_.size()) {
            const Class c = class_of(text_[offset_]);
            if (c == Class::DigitJoiner && between_digits()) {
                ++offset_;
            } else if (c != Class::Letter && c != Class::Digit) {
                return;
            }
            ++offset_;
        }
    }

    [[nodiscard]] bool between_digits() const {
        return offset_ + 1 < text_.size() && class_of(text_[offset_ - 1]) == Class::Digit &&
               class_of(text_[offset_ + 1]) == Class::Digit;
    }

    void take_joiner() {
        ++offset_;
        in_word_ = in_word_ && offset_ < text_.size() && word_follows();
    }

    [[nodiscard]] bool word_follows() const {
        const Class c = class_of(text_[offset_]);
        if (c != Class::Multibyte) return c == Class::Letter || c == Class::Digit;
        std::size_t after = offset_;
        const char32_t code_point = decode_next(text_, after);
        return is_word_character(code_point) && !is_cjk(code_point);
    }

    // U+4E00 to U+9FFF, nearly all of a Chinese text, told by its bytes.
    [[nodiscard]] bool is_han_here() const {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text_.data()) + offset_;
        if (text_.size() - offset_ < 3 || ((bytes[1] ^ 0x80U) | (bytes[2] ^ 0x80U)) >= 0x40) return false;
        return bytes[0] - 0xE5U <= 0xE9U - 0xE5U || (bytes[0] == 0xE4 && bytes[1] >= 0xB8);
    }

    void take_multibyte() {
        if (is_han_here()) {
            in_word_ = false;
            do {
                ++count_.han;
                offset_ += 3;
            } while (is_han_here());
            return;
        }
        const char32_t code_point = decode_next(text_, offset_);
        if (is_cjk(code_point)) {
            in_word_ = false;
            ++count_.han;
        } else if (is_mark_or_format(code_point)) {
            return;  // belongs to what stands before it
        } else if (code_point == 0x2019 || code_point == 0x2010 || code_point == 0x2011) {
            in_word_ = in_word_ && offset_ < text_.size() && word_follows();
        } else if (is_word_character(code_point)) {
            enter_word();
        } else {
            in_word_ = false;
        }
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    bool in_word_ = false;
    WordCount count_;
};

}  // namespace

WordCount count_words(std::string_view text) {
    return Counter(text).count();
}

std::int64_t reading_minutes(const WordCount& count, std::int64_t words_per_minute,
                             std::int64_t characters_per_minute) {
    const double minutes = static_cast<double>(count.words) / static_cast<double>(words_per_minute) +
                           static_cast<double>(count.han) / static_cast<double>(characters_per_minute);
    const auto whole = static_cast<std::int64_t>(minutes);
    return std::max<std::int64_t>(1, whole + (static_cast<double>(whole) < minutes ? 1 : 0));
}

}  // namespace byline::text
