#include "text/utf8.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace byline::text {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;

std::uint64_t load_word(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

struct Decoded {
    char32_t code_point = replacement_character;
    std::uint32_t length = 0;  // 0 when ill-formed
};

// Table 3-7 of the Unicode Standard: what the second byte may be depends on the first.
Decoded decode_multibyte(const unsigned char* bytes, std::size_t left) {
    const unsigned char first = bytes[0];
    std::uint32_t length = 0;
    char32_t code_point = 0;
    unsigned char least = 0x80;
    unsigned char most = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
        code_point = first & 0x1FU;
    } else if ((first & 0xF0) == 0xE0) {
        length = 3;
        code_point = first & 0x0FU;
        if (first == 0xE0) least = 0xA0;
        if (first == 0xED) most = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        code_point = first & 0x07U;
        if (first == 0xF0) least = 0x90;
        if (first == 0xF4) most = 0x8F;
    }
    if (length == 0 || left < length || bytes[1] < least || bytes[1] > most) return {};
    code_point = code_point << 6U | (bytes[1] & 0x3FU);
    for (std::uint32_t i = 2; i < length; ++i) {
        if ((bytes[i] & 0xC0) != 0x80) return {};
        code_point = code_point << 6U | (bytes[i] & 0x3FU);
    }
    return {code_point, length};
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Three bytes whose first is E1 to EC: most Chinese text, its punctuation, kana and hangul. All that begin so are
// well-formed when the other two continue.
bool is_common_triple(const unsigned char* bytes) {
    return bytes[0] > 0xE0 && bytes[0] < 0xED && ((bytes[1] ^ 0x80U) | (bytes[2] ^ 0x80U)) < 0x40;
}

}  // namespace

std::optional<InvalidUtf8> find_invalid(std::string_view bytes) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t size = bytes.size();
    std::size_t offset = 0;
    while (offset < size) {
        while (offset + 32 <= size) {
            const char* at = bytes.data() + offset;
            const std::uint64_t joined = load_word(at) | load_word(at + 8) | load_word(at + 16) | load_word(at + 24);
            if ((joined & high_bits) != 0) break;
            offset += 32;
        }
        while (offset < size && data[offset] < 0x80) ++offset;
        while (offset < size && data[offset] >= 0x80) {
            if (offset + 3 <= size && is_common_triple(data + offset)) {
                offset += 3;
                continue;
            }
            const Decoded decoded = decode_multibyte(data + offset, size - offset);
            if (decoded.length == 0) return InvalidUtf8{.offset = offset, .byte = data[offset]};
            offset += decoded.length;
        }
    }
    return std::nullopt;
}

char32_t decode_next(std::string_view bytes, std::size_t& offset) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data()) + offset;
    if (*data < 0x80) {
        ++offset;
        return *data;
    }
    if (bytes.size() - offset >= 3 && is_common_triple(data)) {
        offset += 3;
        return (data[0] & 0x0FU) << 12U | (data[1] & 0x3FU) << 6U | (data[2] & 0x3FU);
    }
    const Decoded decoded = decode_multibyte(data, bytes.size() - offset);
    offset += std::max(decoded.length, 1U);
    return decoded.code_point;
}

void append_code_point(std::string& out, char32_t code_point) {
    if ((code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF) code_point = replacement_character;
    const auto byte = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code_point < 0x80) {
        byte(code_point);
        return;
    }
    if (code_point < 0x800) {
        byte(0xC0U | code_point >> 6U);
    } else {
        if (code_point < 0x10000) {
            byte(0xE0U | code_point >> 12U);
        } else {
            byte(0xF0U | code_point >> 18U);
            byte(0x80U | (code_point >> 12U & 0x3FU));
        }
        byte(0x80U | (code_point >> 6U & 0x3FU));
    }
    byte(0x80U | (code_point & 0x3FU));
}

std::size_t count_code_points(std::string_view bytes) {
    return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return !continues(c); }));
}

std::size_t boundary_at_or_before(std::string_view bytes, std::size_t limit) {
    if (limit >= bytes.size()) return bytes.size();
    std::size_t boundary = limit;
    // A code point has at most three continuing bytes; more of them are ill-formed and may be cut anywhere.
    while (boundary > 0 && limit - boundary < 3 && continues(bytes[boundary])) --boundary;
    return continues(bytes[boundary]) ? limit : boundary;
}

Place place_of(std::string_view bytes, std::size_t offset, std::string file, std::uint32_t first_line) {
    offset = std::min(offset, bytes.size());
    std::uint32_t line = first_line;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < offset; ++i) {
        if (bytes[i] != '\n' && bytes[i] != '\r') continue;
        if (bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') {
            if (i + 1 == offset) break;  // between \r and \n is still the end of the line
            ++i;
        }
        ++line;
        line_start = i + 1;
    }
    const std::size_t column = count_code_points(bytes.substr(line_start, offset - line_start)) + 1;
    return {std::move(file), line, static_cast<std::uint32_t>(column)};
}

std::string_view source_line(std::string_view bytes, std::size_t offset) {
    offset = std::min(offset, bytes.size());
    // The line feed of \r\n belongs to the line that it ends.
    if (offset > 0 && offset < bytes.size() && bytes[offset] == '\n' && bytes[offset - 1] == '\r') --offset;
    const std::string_view before = bytes.substr(0, offset);
    const std::size_t break_before = before.find_last_of("\r\n");
    const std::size_t start = break_before == std::string_view::npos ? 0 : break_before + 1;
    const std::size_t end = std::min(bytes.find_first_of("\r\n", offset), bytes.size());
    return bytes.substr(start, end - start);
}

std::string_view line_at(std::string_view bytes, std::uint32_t line) {
    std::size_t offset = 0;
    for (std::uint32_t at = 1; at < line; ++at) {
        const std::size_t end = bytes.find_first_of("\r\n", offset);
        if (end == std::string_view::npos) return {};
        offset = end + (bytes.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return source_line(bytes, offset);
}

}  // namespace byline::text
