// client_files() are the scripts that a reader's browser loads to search; they stand beside the index that they read.
// Pure.
#pragma once

#include <vector>

#include "search/index_files.hpp"

namespace byline::search {

// search.js, which a theme's pages load, and dialog.js with the phrases of a language, which it loads when the search
// is opened; paths are relative to search/ of the output, sorted.
[[nodiscard]] std::vector<File> client_files();

}  // namespace byline::search
