// WordPress's export (WXR): an RSS feed whose items hold their comments.
// Pure functions; safe from any thread.
#pragma once

#include "importing/byte_source.hpp"
#include "importing/comment_collector.hpp"

namespace byline::importing {

[[nodiscard]] Result<void> read_wordpress(ByteSource& source, CommentCollector& to);

}  // namespace byline::importing
