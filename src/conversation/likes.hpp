// Likes of comments and of works: one for each reader, and each can be taken back.
// Functions block on the database; safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.hpp"

namespace byline::conversation {

enum class Like : std::uint8_t { Give, TakeBack };

// `reader` is reader_digest(). Gives how many there are now; to give twice is to give once.
[[nodiscard]] Result<std::int64_t> like_comment(database::Database& database, std::int64_t comment,
                                                std::string_view reader, Like like, std::int64_t now_ms);
// `address` is that of the work's page.
[[nodiscard]] Result<std::int64_t> like_work(database::Database& database, std::string_view address,
                                             std::string_view reader, Like like, std::int64_t now_ms);

[[nodiscard]] Result<std::int64_t> likes_of_work(database::Database& database, std::string_view address);

struct WorkLikes {
    std::string address;
    std::int64_t likes = 0;
};

// All that have any, by address: for a build.
[[nodiscard]] Result<std::vector<WorkLikes>> likes_of_works(database::Database& database);

}  // namespace byline::conversation
