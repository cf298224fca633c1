// Isso's store: an SQLite database with the tables `threads` and `comments`.
// Reads the file and never writes it; safe from any thread.
#pragma once

#include <string>

#include "importing/comment_collector.hpp"

namespace byline::importing {

[[nodiscard]] Result<void> read_isso(const std::string& path, CommentCollector& to);

}  // namespace byline::importing
