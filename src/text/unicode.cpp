#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <unicode/uchar.h>

namespace byline::text {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// The planes 2 and 3 are set aside for Han as a whole.
constexpr std::array<Range, 13> han{{{0x2E80, 0x2E99},
                                     {0x2E9B, 0x2EF3},
                                     {0x2F00, 0x2FD5},
                                     {0x3005, 0x3005},
                                     {0x3007, 0x3007},
                                     {0x3021, 0x3029},
                                     {0x3038, 0x303B},
                                     {0x3400, 0x4DBF},
                                     {0x4E00, 0x9FFF},
                                     {0xF900, 0xFA6D},
                                     {0xFA70, 0xFAD9},
                                     {0x16FF0, 0x16FF1},
                                     {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 8> kana{{{0x3041, 0x3096},
                                     {0x309D, 0x309F},
                                     {0x30A1, 0x30FA},
                                     {0x30FC, 0x30FF},
                                     {0x31F0, 0x31FF},
                                     {0xFF66, 0xFF9D},
                                     {0x1AFF0, 0x1AFFE},
                                     {0x1B000, 0x1B167}}};

constexpr std::array<Range, 6> hangul{
    {{0x1100, 0x11FF}, {0x3131, 0x318E}, {0xA960, 0xA97C}, {0xAC00, 0xD7A3}, {0xD7B0, 0xD7FB}, {0xFFA0, 0xFFDC}}};

constexpr std::array<Range, 12> cjk_punctuation{{{0x3000, 0x3004},
                                                 {0x3008, 0x3020},
                                                 {0x3030, 0x3030},
                                                 {0x303D, 0x303F},
                                                 {0x30A0, 0x30A0},
                                                 {0x30FB, 0x30FB},
                                                 {0xFE10, 0xFE19},
                                                 {0xFE30, 0xFE6F},
                                                 {0xFF01, 0xFF0F},
                                                 {0xFF1A, 0xFF20},
                                                 {0xFF3B, 0xFF40},
                                                 {0xFF5B, 0xFF65}}};

template <std::size_t size>
bool contains(const std::array<Range, size>& ranges, char32_t code_point) {
    const auto range = std::lower_bound(ranges.begin(), ranges.end(), code_point,
                                        [](const Range& candidate, char32_t c) { return candidate.last < c; });
    return range != ranges.end() && range->first <= code_point;
}

}  // namespace

bool is_han(char32_t code_point) {
    if (code_point >= 0x4E00 && code_point <= 0x9FFF) return true;
    return contains(han, code_point);
}

bool is_kana(char32_t code_point) {
    return contains(kana, code_point);
}

bool is_hangul(char32_t code_point) {
    return contains(hangul, code_point);
}

bool is_cjk_punctuation(char32_t code_point) {
    return contains(cjk_punctuation, code_point);
}

bool is_wide(char32_t code_point) {
    const auto width = u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

bool is_word_character(char32_t code_point) {
    const auto category = U_GET_GC_MASK(static_cast<UChar32>(code_point));
    return (category & (U_GC_L_MASK | U_GC_MN_MASK | U_GC_MC_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0;
}

}  // namespace byline::text
