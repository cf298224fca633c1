// encode_work() and decode_work() put a composed Work into bytes and back: what a build record keeps of a source.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "site/work.hpp"

namespace byline::site {

// Part of the version of every file that holds encoded works. To be raised when members of a Work, their order or
// their meaning change: bytes of another version may be read as a different work.
inline constexpr std::uint32_t work_encoding_version = 5;

// Appends all of `work`. Works that differ in anything have different encodings.
void encode_work(const Work& work, std::string& out);

// Nothing unless `bytes` are what encode_work() makes. Takes memory in proportion to `bytes` at most.
[[nodiscard]] std::optional<Work> decode_work(std::string_view bytes);

}  // namespace byline::site
