#include "http/utf8_check.hpp"

#include <cstddef>

namespace byline::http {

namespace {

// How many bytes the UTF-8 sequence at `index` has; 0 when it is malformed, overlong, a surrogate or too large
// (Unicode 15, table 3-7).
std::size_t utf8_length(std::string_view text, std::size_t index) {
    const auto byte = [&](std::size_t offset) -> unsigned {
        return index + offset < text.size() ? static_cast<unsigned char>(text[index + offset]) : 0U;
    };
    const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return byte(1) >= low && byte(1) <= high && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= low && byte(1) <= high && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t index = 0; index < bytes.size();) {
        const std::size_t length = utf8_length(bytes, index);
        if (length == 0) return false;
        index += length;
    }
    return true;
}

}  // namespace byline::http
