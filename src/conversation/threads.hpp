// A Thread is what readers see below a page: comments as a tree, the featured ones by themselves.
// Functions block on the database; arrange() is pure. Safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"
#include "database/database.hpp"

namespace byline::conversation {

struct Thread {
    std::string address;                // of the page, a path from the site's root
    std::vector<Comment> comments;      // each behind its parent, brothers by age; kinds that are no text are not here
    std::vector<std::size_t> featured;  // positions in `comments`, as the author ordered them
    std::vector<Comment> reactions;     // likes and reposts from elsewhere
    std::int64_t published = 0;         // of `comments`, those that say something
};

// Puts comments (by id) into the order of a thread. What readers may not see is left out; a deleted comment that was
// answered stays as its place, with nothing in it.
[[nodiscard]] Thread arrange(std::string address, std::vector<Comment> comments);

[[nodiscard]] Result<Thread> read_thread(database::Database& database, std::string_view address);

// Every thread that has something to show, by address, all of one moment: for a build, which is to give the same bytes
// for the same store.
[[nodiscard]] Result<std::vector<Thread>> published_threads(database::Database& database);

}  // namespace byline::conversation
