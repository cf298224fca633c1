// Numbers footnotes in the order in which a reader meets their marks.
// A pure function over the document under construction.
#pragma once

#include "markdown/document_builder.hpp"

namespace byline::markdown {

// Sets `number` of definitions, references and inline footnotes, and `ordinal`: of a reference, which one of its
// footnote it is; of a definition, how many it has.
void number_footnotes(DocumentBuilder& builder);

}  // namespace byline::markdown
