// A checked file of ours is a first line that names its format and version, a checksum, and a body; so that what was
// cut off, damaged or written by another version is told from what is whole.
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::output {

struct CheckedBody {
    std::string_view body;  // within the bytes that were checked
    std::uint64_t checksum = 0;
};

[[nodiscard]] inline std::string checked_file(std::string_view first_line, std::string_view body) {
    std::string file;
    file.reserve(first_line.size() + sizeof(std::uint64_t) + body.size());
    text::ByteWriter writer(file);
    writer.raw(first_line);
    writer.fixed64(text::digest64_of(body));
    writer.raw(body);
    return file;
}

[[nodiscard]] inline std::optional<CheckedBody> checked_body(std::string_view file, std::string_view first_line) {
    text::ByteReader reader(file);
    if (reader.raw(first_line.size()) != first_line) return std::nullopt;
    const std::uint64_t checksum = reader.fixed64();
    const std::string_view body = reader.raw(reader.remaining());
    if (reader.is_failed() || text::digest64_of(body) != checksum) return std::nullopt;
    return CheckedBody{body, checksum};
}

}  // namespace byline::output
