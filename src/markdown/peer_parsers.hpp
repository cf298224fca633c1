// The C parsers that Byline's is held against: for tests, fuzzers and benchmarks.
// Pure; the registration of cmark-gfm's extensions happens once, before main.
#pragma once

#include <string>
#include <string_view>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <md4c-html.h>

#include "markdown/dialect.hpp"

namespace byline::markdown {

inline std::string render_with_cmark_gfm(std::string_view markdown, Dialect dialect) {
    static const bool registered = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return true;
    }();
    static_cast<void>(registered);
    int options = CMARK_OPT_UNSAFE;
    if (dialect == Dialect::Gfm) options |= CMARK_OPT_FOOTNOTES;
    cmark_parser* const parser = cmark_parser_new(options);
    if (dialect == Dialect::Gfm) {
        for (const char* const name : {"table", "strikethrough", "autolink", "tagfilter", "tasklist"}) {
            cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
        }
    }
    cmark_parser_feed(parser, markdown.data(), markdown.size());
    cmark_node* const document = cmark_parser_finish(parser);
    char* const html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
    std::string result(html);
    cmark_get_default_mem_allocator()->free(html);
    cmark_node_free(document);
    cmark_parser_free(parser);
    return result;
}

inline std::string render_with_md4c(std::string_view markdown, Dialect dialect) {
    std::string html;
    const auto append = [](const MD_CHAR* text, MD_SIZE size, void* out) {
        static_cast<std::string*>(out)->append(text, size);
    };
    const unsigned flags = dialect == Dialect::CommonMark ? MD_DIALECT_COMMONMARK : MD_DIALECT_GITHUB;
    html.reserve(markdown.size() + markdown.size() / 4);
    md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html, flags, MD_HTML_FLAG_XHTML);
    return html;
}

}  // namespace byline::markdown
