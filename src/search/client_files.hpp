// client_files() are the scripts that a reader's browser loads to search; they stand beside the index that they read.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/index_files.hpp"

namespace byline::search {

// search.js, which a theme's pages load, and what it loads later; paths are relative to search/ of the output, sorted.
// Comments and indentation are left out.
[[nodiscard]] std::vector<File> client_files();

// `script` without what only its author reads. Lines that begin with // are comments; a text over several lines would
// be cut, and is not used in the client.
[[nodiscard]] std::string without_comments(std::string_view script);

}  // namespace byline::search
