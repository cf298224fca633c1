#include "text/utf8.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "text/unicode.hpp"

namespace byline::text {
namespace {

std::string utf8_of(char32_t code_point) {
    std::string out;
    append_code_point(out, code_point);
    return out;
}

TEST(Utf8, EncodesAndDecodesEveryCodePoint) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        const std::string bytes = utf8_of(c);
        ASSERT_FALSE(find_invalid(bytes));
        std::size_t offset = 0;
        const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        ASSERT_EQ(decode_next(bytes, offset), surrogate ? replacement_character : c);
        ASSERT_EQ(offset, bytes.size());
    }
    EXPECT_EQ(utf8_of(0x110000), utf8_of(replacement_character));
}

// Every sequence of two, and every beginning of three and four bytes, against the rules written out another way.
TEST(Utf8, RefusesWhatTheStandardRefuses) {
    const auto is_well_formed = [](const std::string& bytes) {
        for (std::size_t i = 0; i < bytes.size();) {
            bool matched = false;
            for (std::size_t length = 1; length <= 4 && i + length <= bytes.size() && !matched; ++length) {
                std::uint32_t c = static_cast<unsigned char>(bytes[i]);
                if (length == 1 ? c >= 0x80 : (c >> (7 - length)) != (1U << (length + 1)) - 2) continue;
                c &= length == 1 ? 0x7FU : 0x7FU >> length;
                bool right = true;
                for (std::size_t k = 1; k < length; ++k) {
                    const auto next = static_cast<unsigned char>(bytes[i + k]);
                    right = right && (next & 0xC0) == 0x80;
                    c = c << 6U | (next & 0x3FU);
                }
                if (right && utf8_of(c).size() == length && (c < 0xD800 || c > 0xDFFF) && c <= 0x10FFFF) {
                    i += length;
                    matched = true;
                }
            }
            if (!matched) return false;
        }
        return true;
    };
    const std::vector<int> interesting{0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xFF};
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            for (const int third : interesting) {
                for (const int fourth : {0x41, 0x80, 0xBF}) {
                    std::string bytes;
                    for (const int byte : {first, second, third, fourth}) bytes += static_cast<char>(byte);
                    for (std::size_t size = 1; size <= 4; ++size) {
                        const std::string part = bytes.substr(0, size);
                        ASSERT_EQ(!find_invalid(part), is_well_formed(part)) << first << " " << second << " " << third;
                    }
                }
            }
        }
    }
}

TEST(Utf8, NamesTheFirstBadByteWhereverItStands) {
    for (std::size_t before = 0; before < 100; ++before) {
        for (const std::string_view bad :
             {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8", "\x80"}) {
            const std::string bytes = std::string(before, 'a') + std::string(bad) + std::string(40, 'a');
            const auto invalid = find_invalid(bytes);
            ASSERT_TRUE(invalid);
            EXPECT_EQ(invalid->offset, before);
            EXPECT_EQ(invalid->byte, static_cast<unsigned char>(bad.front()));
        }
    }
}

TEST(Utf8, DecodesBadBytesOneByOne) {
    const std::string_view bytes = "a\xE4\xB8!";
    std::size_t offset = 0;
    EXPECT_EQ(decode_next(bytes, offset), U'a');
    EXPECT_EQ(decode_next(bytes, offset), replacement_character);
    EXPECT_EQ(decode_next(bytes, offset), replacement_character);
    EXPECT_EQ(decode_next(bytes, offset), U'!');
    EXPECT_EQ(offset, bytes.size());
}

TEST(Utf8, CountsAndCuts) {
    EXPECT_EQ(count_code_points("a中é😀"), 4U);
    EXPECT_EQ(boundary_at_or_before("a中b", 2), 1U);
    EXPECT_EQ(boundary_at_or_before("a中b", 3), 1U);
    EXPECT_EQ(boundary_at_or_before("a中b", 4), 4U);
    EXPECT_EQ(boundary_at_or_before("a中b", 99), 5U);
    EXPECT_EQ(boundary_at_or_before("", 0), 0U);
    EXPECT_EQ(boundary_at_or_before("😀", 3), 0U);
}

TEST(Utf8, FindsPlaces) {
    const std::string_view bytes = "ab\n中文x\r\ny\rz";
    const auto place = [&](std::size_t offset) {
        const Place at = place_of(bytes, offset, "f.md", 10);
        return std::to_string(at.line) + ":" + std::to_string(at.column);
    };
    EXPECT_EQ(place(0), "10:1");
    EXPECT_EQ(place(2), "10:3");
    EXPECT_EQ(place(3), "11:1");
    EXPECT_EQ(place(6), "11:2");
    EXPECT_EQ(place(9), "11:3");
    EXPECT_EQ(place(10), "11:4");
    EXPECT_EQ(place(11), "11:5");  // the line feed of a line end
    EXPECT_EQ(place(12), "12:1");
    EXPECT_EQ(place(14), "13:1");
    EXPECT_EQ(place(15), "13:2");
    EXPECT_EQ(place(99), "13:2");
    EXPECT_EQ(place_of("", 0, "f").line, 1U);
}

TEST(Utf8, FindsLines) {
    const std::string_view bytes = "ab\n中文x\r\ny\rz";
    for (const auto& [offset, line] : std::vector<std::pair<std::size_t, std::string_view>>{{0, "ab"},
                                                                                            {2, "ab"},
                                                                                            {3, "中文x"},
                                                                                            {10, "中文x"},
                                                                                            {11, "中文x"},
                                                                                            {12, "y"},
                                                                                            {14, "z"},
                                                                                            {15, "z"},
                                                                                            {99, "z"}}) {
        EXPECT_EQ(source_line(bytes, offset), line) << offset;
    }
    EXPECT_EQ(line_at(bytes, 1), "ab");
    EXPECT_EQ(line_at(bytes, 2), "中文x");
    EXPECT_EQ(line_at(bytes, 4), "z");
    EXPECT_EQ(line_at(bytes, 5), "");
    EXPECT_EQ(line_at("a\n\nb", 2), "");
}

TEST(Unicode, TellsScriptsApart) {
    for (const char32_t c : U"中文〇々㐀𠀀") EXPECT_EQ(is_han(c), c != 0);
    for (const char32_t c : U"ひらカタｶー") EXPECT_EQ(is_kana(c), c != 0);
    for (const char32_t c : U"한국ㅏ") EXPECT_EQ(is_hangul(c), c != 0);
    for (const char32_t c : U"。，、「」《》！？：；（）・") EXPECT_EQ(is_cjk_punctuation(c), c != 0);
    for (const char32_t c : U"aé—“。ф") EXPECT_FALSE(is_cjk(c));
    EXPECT_TRUE(is_wide(U'中'));
    EXPECT_TRUE(is_wide(U'，'));
    EXPECT_TRUE(is_wide(U'😀'));
    EXPECT_FALSE(is_wide(U'é'));
    for (const char32_t c : {U'a', U'é', U'中', U'5', U'\u0301'}) EXPECT_TRUE(is_word_character(c));
    for (const char32_t c : {U' ', U'-', U'。', U'😀', U'$'}) EXPECT_FALSE(is_word_character(c));
}

}  // namespace
}  // namespace byline::text
