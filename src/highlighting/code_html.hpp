// to_html() shows code as HTML: a span for each token that has a class, and for each line where lines are marked.
// Safe from any thread.
#pragma once

#include <string_view>

#include "highlighting/code_options.hpp"
#include "highlighting/language.hpp"
#include "highlighting/languages.hpp"
#include "text/safe_html.hpp"

namespace byline::highlighting {

// What stands inside of <code>. Its text, as a browser copies it, is `code`: numbers are attributes (data-line), and
// line breaks stand between the lines' elements. A token that goes over several lines is one span in each where lines
// are elements. `language` may be null: then nothing but lines.
[[nodiscard]] text::SafeHtml to_html(const Languages& languages, const Language* language, std::string_view code,
                                     const CodeOptions& options);

}  // namespace byline::highlighting
