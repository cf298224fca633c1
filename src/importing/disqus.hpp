// Disqus's export: XML with all threads first, then all posts.
// Pure functions; safe from any thread.
#pragma once

#include "importing/byte_source.hpp"
#include "importing/comment_collector.hpp"

namespace byline::importing {

[[nodiscard]] Result<void> read_disqus(ByteSource& source, CommentCollector& to);

}  // namespace byline::importing
