// The scripts of src/search/served, carried by the program. `npm run search-client` makes them of src/search/client,
// and a test says when that was forgotten; so the program is built without npm. Constant data: safe from any thread,
// and the views live as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace byline::search {

struct EmbeddedFile {
    std::string_view path;
    std::string_view bytes;
};

// Sorted by path. Made at build time by cmake/embed_files.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_client();

}  // namespace byline::search
