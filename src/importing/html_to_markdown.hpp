// The HTML of a comment as Markdown, so that one renderer makes all comments safe: paragraphs, emphasis, links, code,
// lists and quotes are kept, of everything else its text. Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "html/document.hpp"

namespace byline::importing {

// `html` is the inside of an element. HTML that cannot be read becomes text as it stands.
[[nodiscard]] std::string html_to_markdown(std::string_view html);

// What stands below the node at `at` of a document, or from `first` to `end` of its descendants.
[[nodiscard]] std::string markdown_below(const html::Document& document, html::NodeIndex first, html::NodeIndex end);

// Takes control characters that references brought out of a document's texts.
void drop_controls(html::Document& document);

// `text` as Markdown that means just that.
[[nodiscard]] std::string escaped_markdown(std::string_view text);

}  // namespace byline::importing
