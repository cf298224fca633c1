#include "text/word_count.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

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

class Counter {
  public:
    explicit Counter(std::string_view text) : text_(text) {}

    WordCount count() {
        while (offset_ < text_.size()) {
            switch (class_of(text_[offset_])) {
                case Class::Letter:
                case Class::Digit: take_ascii_word(); break;
                case Class::Multibyte: take_multibyte(); break;
                case Class::Joiner: take_joiner(); break;
                case Class::Separator:
                case Class::DigitJoiner:
                    in_word_ = false;
                    ++offset_;
                    break;
            }
        }
        return count_;
    }

  private:
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

    void take_multibyte() {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text_.data()) + offset_;
        const std::size_t left = text_.size() - offset_;
        // U+4E00 to U+9FFF, nearly all of a Chinese text, told by its bytes.
        if (left >= 3 && bytes[0] <= 0xE9 && (bytes[0] > 0xE4 || (bytes[0] == 0xE4 && bytes[1] >= 0xB8)) &&
            (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80) {
            in_word_ = false;
            ++count_.han;
            offset_ += 3;
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
