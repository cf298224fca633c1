// The files of the default theme, carried by the program itself; a site's own theme overrides them one by one.
// Constant data: safe from any thread, and the views live as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace byline::site {

struct EmbeddedFile {
    std::string_view path;   // relative to the theme's folder, parts joined by '/': "templates/base.html"
    std::string_view bytes;  // as they are on disk, not terminated
};

// All files of themes/default, sorted by path. Made at build time by cmake/embed_files.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_theme();

}  // namespace byline::site
