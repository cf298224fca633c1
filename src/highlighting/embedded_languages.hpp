// The definitions of languages that the program carries: all files of languages/.
// Constant data: safe from any thread, and the views live as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace byline::highlighting {

struct EmbeddedFile {
    std::string_view path;   // "rust.toml"
    std::string_view bytes;  // as they are on disk, not terminated
};

// Sorted by path. Made at build time by cmake/embed_files.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_languages();

}  // namespace byline::highlighting
