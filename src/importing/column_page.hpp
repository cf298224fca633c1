// A saved page of a Chinese column site: an article, and below it the comments that its author chose (精选留言) as a
// list. Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "importing/comment_collector.hpp"

namespace byline::importing {

[[nodiscard]] Result<void> read_column_page(std::string_view html, CommentCollector& to);

// Whether a page has such a list, as far as its heading tells.
[[nodiscard]] bool has_column_comments(std::string_view html);

}  // namespace byline::importing
