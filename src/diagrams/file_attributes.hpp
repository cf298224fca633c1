// Attributes of a graph that would read a file, or leave the picture to chance: refused before Graphviz sees them, with
// their line. Graphviz itself is also told to open no files; this says why nothing is shown.
// A pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::diagrams {

struct FileAttribute {
    std::string name;
    std::string reason;  // "reads a file"
    std::uint32_t line = 0;
};

// The first in `dot`, outside of comments and values.
[[nodiscard]] std::optional<FileAttribute> find_file_attribute(std::string_view dot);

}  // namespace byline::diagrams
