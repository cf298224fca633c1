// The checksum of PNG's chunks (PNG third edition, Annex D).
// A pure function.
#pragma once

#include <cstdint>
#include <string_view>

namespace byline::media {

[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

}  // namespace byline::media
