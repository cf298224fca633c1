// The OutputRecord says which files the last build made, and their digests: what need not be written again, and what
// may be removed. Its format is in docs/formats.md.
// A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "text/digest.hpp"

namespace byline::publish {

struct OutputFact {
    text::Digest digest;
    std::uint64_t size = 0;  // bytes
};

using OutputRecord = std::unordered_map<std::string, OutputFact>;  // by output path

// One line a file, sorted by path, under a first line that names the format's version.
[[nodiscard]] std::string write_output_record(const OutputRecord& record);

// Nothing when `bytes` are not a whole record of this version: then the build writes every file.
[[nodiscard]] std::optional<OutputRecord> read_output_record(std::string_view bytes);

}  // namespace byline::publish
