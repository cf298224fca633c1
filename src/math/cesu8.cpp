#include "math/cesu8.hpp"

#include <cstdint>

#include "text/utf8.hpp"

namespace byline::math {
namespace {

constexpr char32_t first_beyond = 0x10000;

void append_surrogate(std::string& out, char32_t surrogate) {
    out += static_cast<char>(0xE0U | (surrogate >> 12U));
    out += static_cast<char>(0x80U | ((surrogate >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (surrogate & 0x3FU));
}

// The surrogate whose three bytes begin at `offset`, when it is one of those from `first`, of which there are 0x400;
// else 0.
char32_t surrogate_at(std::string_view bytes, std::size_t offset, char32_t first) {
    if (offset + 3 > bytes.size()) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[offset + i]); };
    if (byte(0) != 0xEDU || (byte(1) & 0xC0U) != 0x80U || (byte(2) & 0xC0U) != 0x80U) return 0;
    const char32_t unit = 0xD000U | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return unit >= first && unit < first + 0x400 ? unit : 0;
}

}  // namespace

std::string utf8_to_cesu8(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t begin = offset;
        const char32_t code_point = text::decode_next(utf8, offset);
        if (code_point < first_beyond) {
            out += utf8.substr(begin, offset - begin);
            continue;
        }
        append_surrogate(out, 0xD800 + ((code_point - first_beyond) >> 10U));
        append_surrogate(out, 0xDC00 + ((code_point - first_beyond) & 0x3FFU));
    }
    return out;
}

std::string cesu8_to_utf8(std::string_view cesu8) {
    std::string out;
    out.reserve(cesu8.size());
    for (std::size_t offset = 0; offset < cesu8.size();) {
        if (const char32_t high = surrogate_at(cesu8, offset, 0xD800)) {
            const char32_t low = surrogate_at(cesu8, offset + 3, 0xDC00);
            text::append_code_point(
                out, low == 0 ? text::replacement_character : first_beyond + ((high - 0xD800) << 10U) + (low - 0xDC00));
            offset += low == 0 ? 3 : 6;
        } else if (surrogate_at(cesu8, offset, 0xDC00) != 0) {
            text::append_code_point(out, text::replacement_character);
            offset += 3;
        } else {
            text::append_code_point(out, text::decode_next(cesu8, offset));
        }
    }
    return out;
}

std::size_t byte_of_utf16_unit(std::string_view utf8, std::size_t unit) {
    std::size_t offset = 0;
    for (std::size_t units = 0; offset < utf8.size() && units < unit;)
        units += text::decode_next(utf8, offset) < first_beyond ? 1 : 2;
    return offset;
}

}  // namespace byline::math
