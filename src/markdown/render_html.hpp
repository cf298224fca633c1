// render_html() writes a Document, or a run of its blocks, as an HTML fragment.
// Pure apart from the calls to the Host; any number of threads may render one Document with a Host each.
#pragma once

#include <cstdint>
#include <string>

#include "markdown/document.hpp"
#include "markdown/host.hpp"
#include "text/safe_html.hpp"

namespace byline::markdown {

enum class HeadingIds : std::uint8_t { ByDialect, Write, Omit };  // ByDialect: written in Byline only
enum class HeadingLinks : std::uint8_t { Omit, Write };           // Write: an empty `a.anchor` to the heading itself
enum class Footnotes : std::uint8_t { Write, Omit };              // Omit: neither marks nor notes, for summaries

struct RenderOptions {
    NodeIndex first_block = no_node;    // child of the root to begin with; no_node: the first
    NodeIndex end_block = no_node;      // child of the root to stop before; no_node: none
    NodeIndex omitted_block = no_node;  // child of the root to leave out, for example the heading used as title
    HeadingIds heading_ids = HeadingIds::ByDialect;
    HeadingLinks heading_links = HeadingLinks::Omit;
    Footnotes footnotes = Footnotes::Write;
    std::string id_prefix;  // before footnote ids, where several documents share a page
};

[[nodiscard]] text::SafeHtml render_html(const Document& document, const RenderOptions& options = {});
[[nodiscard]] text::SafeHtml render_html(const Document& document, Host& host, const RenderOptions& options = {});

// The inline content of one node (a heading, a label, an alert's title) without the node's own element.
[[nodiscard]] text::SafeHtml render_inlines(Node node);
[[nodiscard]] text::SafeHtml render_inlines(Node node, Host& host);

}  // namespace byline::markdown
