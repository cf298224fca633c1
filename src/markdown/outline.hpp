// The Outline of a Document: its headings with the ids that the renderer writes.
// A value; outline() is pure, apart from the calls to the Host.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.hpp"
#include "markdown/heading_ids.hpp"
#include "text/safe_html.hpp"

namespace byline::markdown {

class Host;

struct OutlineEntry {
    NodeIndex node = no_node;
    int level = 1;
    std::string id;            // unique in the document
    text::SafeHtml html;       // inline content without links and footnote marks, fit to stand inside a link
    std::string text;          // plain
    std::uint32_t offset = 0;  // document.place(offset)
};

using Outline = std::vector<OutlineEntry>;

// Every heading outside of footnotes, in document order, those inside containers too.
// Ids as GitHub makes them: lower case, spaces to hyphens, punctuation dropped, Chinese characters kept;
// {#id} is respected; a repeated id gets -1, -2 ...
[[nodiscard]] Outline outline(const Document& document);
// The host is asked for formulas and text directives; links are left out.
[[nodiscard]] Outline outline(const Document& document, Host& host);
// For who has heading_ids(document) already.
[[nodiscard]] Outline outline(const Document& document, std::span<const HeadingId> headings, Host& host);

// The id that a heading of this text gets when it is the first with it.
[[nodiscard]] std::string heading_id(std::string_view plain_text);

// The document's first heading of any level, or a null Node.
[[nodiscard]] Node first_heading(const Document& document);

// The heading that serves as the title: the first block when it is a level 1 heading, or a null Node.
[[nodiscard]] Node title_heading(const Document& document);

}  // namespace byline::markdown
