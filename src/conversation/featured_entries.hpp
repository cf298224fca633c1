// FeaturedEntries are the comments that the author chose, of all pages: what a build takes from the store, or from a
// file that was made of it where the store is not there.
// Values; read_featured_entries() blocks on the database, the others are pure. Safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"
#include "database/database.hpp"

namespace byline::conversation {

struct FeaturedEntry {
    std::string thread;            // the page, a path from the site's root
    std::int64_t thread_size = 0;  // comments that are published there
    Comment comment;
    std::string markdown;      // what `comment.html` is made of
    std::int64_t answers = 0;  // that are published
};

using FeaturedEntries = std::vector<FeaturedEntry>;  // by thread, and as the author ordered them

inline constexpr std::size_t most_featured = 20'000;
// The migration that made the tables with what is read here: what came later only makes it quicker.
inline constexpr std::int64_t featured_since_migration = 2;

[[nodiscard]] Result<FeaturedEntries> read_featured_entries(database::Database& database);

// A JSON object a line, without what readers did not show: docs/comments.md has the members.
[[nodiscard]] std::string featured_lines(const FeaturedEntries& entries);
// Faults name `file` and the line. HTML is made of the Markdown anew: the file holds nothing that is believed.
[[nodiscard]] Result<FeaturedEntries> parse_featured_entries(std::string_view bytes, std::string_view file);

}  // namespace byline::conversation
