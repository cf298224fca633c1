#include "markdown/parse.hpp"

#include <utility>

#include "markdown/block_parser.hpp"
#include "markdown/document_builder.hpp"
#include "markdown/footnote_numbers.hpp"
#include "markdown/inline_parser.hpp"
#include "markdown/reference_map.hpp"

namespace byline::markdown {

// https://spec.commonmark.org/0.31.2/#overview: blocks first, because a link reference may be defined after its use.
Document parse(std::string source, const ParseOptions& options) {
    DocumentBuilder builder(std::move(source), options);
    ReferenceMap references;
    ReferenceMap footnotes;
    BlockParser(builder, references, footnotes).parse(builder.body_offset());
    references.seal();
    footnotes.seal();
    InlineParser inlines(builder, references, footnotes);
    const NodeIndex blocks = builder.node_count();
    for (NodeIndex block = 0; block < blocks; ++block) {
        if ((builder.record(block).flags & node_flags::content) != 0) inlines.parse(block);
    }
    number_footnotes(builder);
    return builder.finish();
}

}  // namespace byline::markdown
