// Where front matter stands in a file: between two lines of --- or of +++ at its head.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline::site {

enum class FrontMatterFormat : std::uint8_t { None, Yaml, Toml };

struct FrontMatterBlock {
    FrontMatterFormat format = FrontMatterFormat::None;
    bool closed = true;
    std::string_view text;         // between the two lines
    std::uint32_t first_line = 1;  // of `text` in the file
    std::size_t body_offset = 0;   // behind the block; the byte order mark is passed over
    std::uint32_t body_line = 1;
};

// A block that is not closed has no text, and the body is the file. YAML may also be closed by a line of three dots.
[[nodiscard]] FrontMatterBlock find_front_matter(std::string_view bytes);

}  // namespace byline::site
