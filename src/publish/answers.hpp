// answer() works out what a fact is at this build: the same question that the record keeps with the answer of the last.
// Pure; any number of threads may ask.
#pragma once

#include <string_view>

#include "graph/fact.hpp"
#include "templating/value.hpp"

namespace byline::publish {

class Publication;

// Everything that a page could have read of the fact goes into the digest. A subject that is no more (a term, a work)
// has an answer too: that it is no more.
[[nodiscard]] graph::Answer answer(const Publication& publication, graph::FactKind kind, std::string_view subject);

// Of a value with all that is in it. Works, terms and series count by their identity: what is read of them are facts of
// their own.
[[nodiscard]] std::uint64_t digest_of(const templating::Value& value);

}  // namespace byline::publish
