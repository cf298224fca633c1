// The program that draws: Graphviz's `dot` on this machine, if there is one.
// A value.
#pragma once

#include <string>
#include <string_view>

namespace byline::diagrams {

struct Program {
    std::string path;
    std::string identity;  // another one when another program is installed in its place
    std::string home;      // where fontconfig looks for the user's fonts; may be empty

    [[nodiscard]] bool is_there() const { return !path.empty(); }
};

// The first executable `dot` of the folders that `path` lists, as PATH does; one that is not there, otherwise.
[[nodiscard]] Program find_program(std::string_view path, std::string_view home);

}  // namespace byline::diagrams
