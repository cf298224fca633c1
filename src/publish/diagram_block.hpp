// A DiagramBlock is what the first line of a ```dot block says: engine=neato, or in braces title, caption, engine.
// A value; the functions are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diagrams/graphviz.hpp"
#include "markdown/document.hpp"
#include "markdown/host.hpp"
#include "text/safe_html.hpp"

namespace byline::publish {

class Publication;

struct DiagramBlock {
    diagrams::Engine engine = diagrams::Engine::Dot;
    std::string unknown_engine;  // as written, when there is no such engine
    std::string title;           // title= or alt=
    std::string caption;
};

// Nothing when the block is in another language than `dot` or `graphviz`.
[[nodiscard]] std::optional<DiagramBlock> read_diagram_block(std::string_view language, std::string_view info,
                                                             markdown::Attributes attributes);

// The block as a figure, for a page in `language`, or for Mermaid as the text that its script draws. `number` tells
// apart the diagrams of one page. Nothing when it is shown as code.
[[nodiscard]] std::optional<text::SafeHtml> diagram_html(const Publication& publication, std::string_view language,
                                                         const markdown::CodeBlockCall& call, std::size_t number);

// What such a text begins with.
inline constexpr std::string_view mermaid_start = "<pre class=\"mermaid\"";

}  // namespace byline::publish
