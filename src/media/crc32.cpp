#include "media/crc32.hpp"

#include <array>

namespace byline::media {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    constexpr std::uint32_t polynomial = 0xedb88320;
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t n = 0; n < table.size(); ++n) {
        std::uint32_t rest = n;
        for (int bit = 0; bit < 8; ++bit) rest = (rest & 1) != 0 ? polynomial ^ rest >> 1 : rest >> 1;
        table[n] = rest;
    }
    return table;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
    static constexpr std::array<std::uint32_t, 256> table = make_table();
    std::uint32_t rest = 0xffffffff;
    for (const char byte : bytes) rest = table[(rest ^ static_cast<unsigned char>(byte)) & 0xff] ^ rest >> 8;
    return ~rest;
}

}  // namespace byline::media
