// build_index() makes the files of an index from all documents. docs/search.md describes them.
// Equal documents make equal files, whatever the order, the threads and the machine.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "result/result.hpp"
#include "search/document.hpp"
#include "search/index_files.hpp"

namespace byline::search {

// Asks for each document once and gives each file once, both from several threads. Holds a few bytes for each term of
// each document, and no text. Fails with the first error of the source or the sink, with two documents of one address,
// and with more than max_documents (sizes.hpp).
[[nodiscard]] Result<void> build_index(const DocumentSource& source, std::size_t threads, const FileSink& sink);

// All at once, sorted by path: for few documents.
[[nodiscard]] Result<std::vector<File>> build_index(std::span<const Document> documents, std::size_t threads);

}  // namespace byline::search
