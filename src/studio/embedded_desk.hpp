// The files of the studio, carried by the program itself: pages, style sheet, script and words.
// Constant data: safe from any thread, and the views live as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace byline::studio {

struct EmbeddedFile {
    std::string_view path;   // relative to src/studio/desk: "queue.html"
    std::string_view bytes;  // as they are on disk, not terminated
};

// All files of src/studio/desk, sorted by path. Made at build time by cmake/embed_files.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_desk();

}  // namespace byline::studio
