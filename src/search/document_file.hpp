// The file of one document: all that the search knows of it, for titles and excerpts in the browser, and for the next
// build, which has to know what an old text said.
// Pure functions; docs/search.md describes the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "search/deflate.hpp"
#include "search/document.hpp"

namespace byline::search {

// `document` is clean. With a Deflater at hand, many documents take less time.
[[nodiscard]] std::string encode_document(const Document& document);
[[nodiscard]] std::string encode_document(const Document& document, Deflater& deflater);
// Nothing when the bytes are not what encode_document() makes.
[[nodiscard]] std::optional<Document> decode_document(std::string_view bytes);

// Tells two documents apart; see Totals::contents.
[[nodiscard]] std::uint64_t digest_of(const Document& document);

}  // namespace byline::search
