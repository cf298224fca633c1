#include "markdown/unicode_class.hpp"

#include <algorithm>
#include <iterator>

namespace byline::markdown {

namespace {

struct CaseFolding {
    std::uint32_t code_point;
    std::string_view folded;
};

#include "markdown/case_folding_table.inc"
#include "markdown/unicode_table.inc"

constexpr std::uint32_t replacement = 0xfffd;

}  // namespace

std::uint8_t unicode_class(std::uint32_t code_point) {
    if (code_point >= 0x110000) return 0;
    return unicode_classes[unicode_index[code_point / unicode_block_size] * unicode_block_size +
                           code_point % unicode_block_size];
}

std::uint32_t decode_forward(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t at) -> std::uint32_t {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    };
    const std::uint32_t first = byte(position);
    const auto continuation = [&](std::size_t at) { return (byte(at) & 0xc0) == 0x80; };
    if (first < 0x80) {
        position += 1;
        return first;
    }
    if (first >= 0xc2 && first < 0xe0 && continuation(position + 1)) {
        position += 2;
        return (first & 0x1f) << 6 | (byte(position - 1) & 0x3f);
    }
    if (first >= 0xe0 && first < 0xf0 && continuation(position + 1) && continuation(position + 2)) {
        position += 3;
        return (first & 0x0f) << 12 | (byte(position - 2) & 0x3f) << 6 | (byte(position - 1) & 0x3f);
    }
    if (first >= 0xf0 && first < 0xf5 && continuation(position + 1) && continuation(position + 2) &&
        continuation(position + 3)) {
        position += 4;
        return (first & 0x07) << 18 | (byte(position - 3) & 0x3f) << 12 | (byte(position - 2) & 0x3f) << 6 |
               (byte(position - 1) & 0x3f);
    }
    position += 1;
    return replacement;
}

std::uint32_t decode_backward(std::string_view text, std::size_t& position) {
    std::size_t start = position - 1;
    while (start > 0 && position - start < 4 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) --start;
    std::size_t end = start;
    const std::uint32_t character = decode_forward(text.substr(0, position), end);
    if (end != position) {
        position -= 1;
        return replacement;
    }
    position = start;
    return character;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | code_point >> 6);
        put(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        put(0xe0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    } else {
        put(0xf0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3f));
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    }
}

void append_case_folded(std::string& out, std::uint32_t code_point) {
    if (code_point < 0x80) {
        out += static_cast<char>(code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point);
        return;
    }
    const auto* found =
        std::lower_bound(std::begin(case_foldings), std::end(case_foldings), code_point,
                         [](const CaseFolding& entry, std::uint32_t wanted) { return entry.code_point < wanted; });
    if (found != std::end(case_foldings) && found->code_point == code_point) {
        out += found->folded;
    } else {
        append_utf8(out, code_point);
    }
}

}  // namespace byline::markdown
