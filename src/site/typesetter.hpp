// A Typesetter knows, while works are composed, what only layers above can make of their texts: formulas for headings
// and summaries, and what is wrong with formulas and diagrams, which otherwise nobody would see before a page is
// rendered. Implementations are safe from any thread; what they say depends on the text, byline.toml and the program
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.hpp"
#include "result/diagnostic.hpp"
#include "text/safe_html.hpp"

namespace byline::site {

class Typesetter {
  public:
    Typesetter() = default;
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;
    virtual ~Typesetter() = default;

    // Nothing: the formula is shown as it was written.
    [[nodiscard]] virtual std::optional<text::SafeHtml> formula(std::string_view tex,
                                                                markdown::MathStyle style) const = 0;
    // Where a drawn code block leads, as written; nothing for other blocks.
    [[nodiscard]] virtual std::vector<std::string> links(markdown::Node /*block*/) const { return {}; }
    // With places in the document's file.
    [[nodiscard]] virtual Diagnostics faults(const markdown::Document& document) const = 0;
};

}  // namespace byline::site
