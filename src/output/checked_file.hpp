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

// What stands before a body; the body is appended to it, and finish_checked_file() called at the end.
[[nodiscard]] inline std::string begin_checked_file(std::string_view first_line) {
    std::string file(first_line);
    file.append(sizeof(std::uint64_t), '\0');
    return file;
}

inline void finish_checked_file(std::string_view first_line, std::string& file) {
    std::string checksum;
    text::ByteWriter(checksum).fixed64(
        text::digest64_of(std::string_view(file).substr(first_line.size() + sizeof(std::uint64_t))));
    file.replace(first_line.size(), checksum.size(), checksum);
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
