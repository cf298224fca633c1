// update_index() says how the files of an index change when some documents do, from the files that stand alone.
// What comes out is what build_index() makes of the documents as they are then, byte for byte.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/document.hpp"
#include "search/index_files.hpp"

namespace byline::search {

struct IndexUpdate {
    std::vector<File> write;          // sorted by path; none has the bytes that stand already
    std::vector<std::string> remove;  // sorted paths

    friend bool operator==(const IndexUpdate&, const IndexUpdate&) = default;
};

// `removed` are addresses of documents that are no more, `changed` are documents that are new or other than they were
// (or the same: that costs nothing). Reads the chunks that these documents are in; the fewer documents, the fewer
// chunks. The reader is called by this thread only.
//
// Nothing when the index has to be built anew: it is damaged or of another version, has other files than it says, or is
// so much larger or smaller than it was that it is laid out otherwise. A missing chunk cannot be told from an empty
// one, so all files of the last build have to be there.
[[nodiscard]] std::optional<IndexUpdate> update_index(const FileReader& previous, std::span<const std::string> removed,
                                                      std::span<const Document> changed);

}  // namespace byline::search
