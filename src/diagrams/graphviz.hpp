// Graphviz is its `dot` program on this machine, if there is one, run as a child process for each diagram.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagrams/child_process.hpp"
#include "diagrams/program.hpp"
#include "result/result.hpp"
#include "text/safe_html.hpp"

namespace byline::diagrams {

enum class Engine : std::uint8_t { Dot, Neato, Fdp, Sfdp, Circo, Twopi };

[[nodiscard]] std::string_view name_of(Engine engine);
[[nodiscard]] std::optional<Engine> engine_named(std::string_view name);

struct Source {
    std::string_view dot;
    Engine engine = Engine::Dot;
    std::string_view title;  // what a screen reader says; shown as the diagram's tooltip
};

// Something wrong with a source, by its line from 1; 0 when none is known.
struct Fault {
    std::string message;
    std::uint32_t line = 0;

    friend bool operator==(const Fault&, const Fault&) = default;
};

struct Diagram {
    text::SafeHtml svg;           // an <svg> element
    std::vector<Fault> warnings;  // what Graphviz did not like, though it drew
};

// What stands before every id within the SVG, so that those of several diagrams differ; of 16 characters.
[[nodiscard]] std::string id_prefix(const Source& source);

// An error's place has no file, and a line of the source. ErrorCode::Content: the source is wrong, as it always will
// be; ErrorCode::System: it took too long, or the program failed.
[[nodiscard]] Result<Diagram> draw(const Program& program, const Source& source, const ChildLimits& limits = {});

}  // namespace byline::diagrams
