// The engines that export JSON: Remark42 (a line each, the first one about the file) and Waline or Valine (LeanCloud's
// table, as one value or a line each), and ours (a line each).
// Pure functions; safe from any thread.
#pragma once

#include "importing/byte_source.hpp"
#include "importing/comment_collector.hpp"

namespace byline::importing {

[[nodiscard]] Result<void> read_remark42(ByteSource& source, CommentCollector& to);
[[nodiscard]] Result<void> read_waline(ByteSource& source, CommentCollector& to);
// What `byline export comments` writes; docs/store.md has the members.
[[nodiscard]] Result<void> read_byline(ByteSource& source, CommentCollector& to);

}  // namespace byline::importing
