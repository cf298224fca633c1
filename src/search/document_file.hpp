// The files of one document: all that the search knows of it, for titles and excerpts in the browser, and for the next
// build, which has to know what an old text said. A long text lies in parts, so that an excerpt costs one of them; the
// first file then says of each which words it may have.
// Pure functions; docs/search.md describes the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/deflate.hpp"
#include "search/document.hpp"

namespace byline::search {

inline constexpr std::size_t max_part_bytes = 8192;  // of texts, headings and anchors

// `document` is clean. The first file, then the parts, if there are any. With a Deflater at hand, many documents take
// less time.
[[nodiscard]] std::vector<std::string> encode_document(const Document& document);
[[nodiscard]] std::vector<std::string> encode_document(const Document& document, Deflater& deflater);

// How many parts there are besides the first file; nothing when that is damaged.
[[nodiscard]] std::optional<std::size_t> count_parts(std::string_view first_file);
// Nothing when the bytes are not what encode_document() makes.
[[nodiscard]] std::optional<Document> decode_document(std::span<const std::string> files);

// Tells two documents apart; see Totals::contents.
[[nodiscard]] std::uint64_t digest_of(const Document& document);

}  // namespace byline::search
