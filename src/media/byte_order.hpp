// Numbers as picture files write them: most or least significant byte first.
// Pure functions; the caller has looked that the bytes are there.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

namespace byline::media {

[[nodiscard]] inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    assert(at < bytes.size());
    return static_cast<unsigned char>(bytes[at]);
}

[[nodiscard]] inline std::uint32_t big16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

[[nodiscard]] inline std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
}

[[nodiscard]] inline std::uint64_t big64(std::string_view bytes, std::size_t at) {
    return std::uint64_t{big32(bytes, at)} << 32 | big32(bytes, at + 4);
}

[[nodiscard]] inline std::uint32_t little16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8;
}

[[nodiscard]] inline std::uint32_t little24(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | byte_at(bytes, at + 2) << 16;
}

[[nodiscard]] inline std::uint32_t little32(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | little16(bytes, at + 2) << 16;
}

inline void append_big32(std::string& bytes, std::uint32_t number) {
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xff);
}

[[nodiscard]] inline std::string little32_bytes(std::uint32_t number) {
    std::string bytes;
    for (const int shift : {0, 8, 16, 24}) bytes += static_cast<char>(number >> shift & 0xff);
    return bytes;
}

// Whether `size` bytes stand at `at`; written so that nothing can overflow.
[[nodiscard]] inline bool has(std::string_view bytes, std::size_t at, std::size_t size) {
    return at <= bytes.size() && size <= bytes.size() - at;
}

}  // namespace byline::media
