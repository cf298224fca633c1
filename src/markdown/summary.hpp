// A Summary is the run of blocks that introduces a Document.
// A value; summary() is pure.
#pragma once

#include <cstdint>
#include <string>

#include "markdown/document.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {

enum class SummarySource : std::uint8_t {
    None,            // the document has no paragraph
    Marker,          // <!--more-->
    FirstParagraph,  // chosen by us
};

struct Summary {
    SummarySource source = SummarySource::None;
    NodeIndex first_block = no_node;
    NodeIndex end_block = no_node;  // one past; no_node: to the end of the document
    NodeIndex omitted_block = no_node;
};

// The blocks before <!--more-->, or the first paragraph that says something. A title heading is left out.
[[nodiscard]] Summary summary(const Document& document);

// To render it: render_html(document, host, render_options(summary)).
[[nodiscard]] RenderOptions render_options(const Summary& summary);
[[nodiscard]] std::string plain_text(const Document& document, const Summary& summary);

}  // namespace byline::markdown
