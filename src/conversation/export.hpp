// Everything that was said, as plain files that other programs read: a JSON object a line.
// Blocks on the database; safe from any thread.
#pragma once

#include <string>

#include "database/database.hpp"

namespace byline::conversation {

struct Export {
    std::string
        comments;  // comments.jsonl: by number, with their writers, whatever their state; docs/store.md has the members
    std::string likes;  // likes.jsonl: of works, by page
};

// All of one moment.
[[nodiscard]] Result<Export> export_conversation(database::Database& database);

}  // namespace byline::conversation
