// Classes of Unicode characters that decide about emphasis, line breaks and ids; and UTF-8 in and out.
// Constant tables and pure functions; ill-formed UTF-8 decodes to U+FFFD byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace byline::markdown {

namespace unicode_bits {
inline constexpr std::uint8_t whitespace = 1;
inline constexpr std::uint8_t punctuation = 2;  // general categories P and S
inline constexpr std::uint8_t cjk = 4;          // as the CJK-friendly amendments define it
inline constexpr std::uint8_t hangul = 8;
inline constexpr std::uint8_t word = 16;  // letters, marks, numbers, connectors
inline constexpr std::uint8_t upper = 32;
}  // namespace unicode_bits

[[nodiscard]] std::uint8_t unicode_class(std::uint32_t code_point);

// The character that begins at `position`; adds its length to `position`. Needs position < text.size().
[[nodiscard]] std::uint32_t decode_forward(std::string_view text, std::size_t& position);
// The character that ends before `position`; takes its length from `position`. Needs position > 0.
[[nodiscard]] std::uint32_t decode_backward(std::string_view text, std::size_t& position);

void append_utf8(std::string& out, std::uint32_t code_point);

// Appends the full case folding of one character.
void append_case_folded(std::string& out, std::uint32_t code_point);

}  // namespace byline::markdown
