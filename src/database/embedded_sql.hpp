// The SQL of the program: every file of the folder sql/, carried by the program itself.
// Constant data: safe from any thread, and the views live as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace byline::database {

struct EmbeddedFile {
    std::string_view path;   // relative to sql/: "migrations/001_people.sql"
    std::string_view bytes;  // as they are on disk, not terminated
};

// Sorted by path. Made at build time by cmake/embed_files.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_sql();

}  // namespace byline::database
