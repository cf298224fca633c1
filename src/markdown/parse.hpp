// parse() turns Markdown into a Document; every text is valid Markdown, so it cannot fail.
// Pure: safe to call from any number of threads.
#pragma once

#include <cstdint>
#include <string>

#include "markdown/dialect.hpp"
#include "markdown/document.hpp"

namespace byline::markdown {

struct ParseOptions {
    Dialect dialect = Dialect::Byline;
    RawHtml raw_html = RawHtml::Pass;
    std::uint32_t body_offset = 0;  // byte of the source where the Markdown begins (front matter stands before it)
    std::uint32_t first_line = 1;   // line number of the source's first byte
    std::string file;               // named in places; may be empty

    // Bounds. What exceeds one is kept as plain text, and a diagnostic says so.
    std::uint32_t max_source_bytes = 64u << 20;       // the rest is not parsed; never above 128 MiB
    std::uint32_t max_nesting_depth = 100;            // containers inside each other
    std::uint32_t max_table_columns = 1000;           // a wider header is a paragraph
    std::uint32_t max_table_padding = 100'000;        // cells added to short rows, in the whole document
    std::uint32_t max_reference_expansion = 100'000;  // bytes that uses of reference definitions may add, or the
                                                      // size of the source where that is more
};

[[nodiscard]] Document parse(std::string source, const ParseOptions& options = {});

}  // namespace byline::markdown
