// What each file of an index begins with: four bytes that name its format and version, and a checksum of the rest, so
// that what was cut off, damaged or written by another version is told from what is whole. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::search {

[[nodiscard]] inline std::string checked_bytes(std::string_view first_bytes, std::string_view body) {
    std::string bytes;
    bytes.reserve(first_bytes.size() + 8 + body.size());
    text::ByteWriter writer(bytes);
    writer.raw(first_bytes);
    writer.fixed64(text::digest64_of(body));
    writer.raw(body);
    return bytes;
}

[[nodiscard]] inline std::optional<std::string_view> checked_body(std::string_view first_bytes,
                                                                  std::string_view bytes) {
    text::ByteReader reader(bytes);
    if (reader.raw(first_bytes.size()) != first_bytes) return std::nullopt;
    const std::uint64_t checksum = reader.fixed64();
    const std::string_view body = reader.raw(reader.remaining());
    if (reader.is_failed() || text::digest64_of(body) != checksum) return std::nullopt;
    return body;
}

}  // namespace byline::search
