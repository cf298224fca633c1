// What was said of a page follows it to another address, when the page says that it moved.
// Functions block on the database; safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "database/database.hpp"

namespace byline::conversation {

// Every address that something was said of, or that somebody likes; sorted.
[[nodiscard]] Result<std::vector<std::string>> addresses_in_use(database::Database& database);

// All that is below `from` joins what is below `to`: comments of every state, mentions under way, likes of the work
// (whoever liked it under both addresses likes it once). Done again, it finds nothing to do.
[[nodiscard]] Result<void> move_conversation(database::Database& database, std::string_view from, std::string_view to);

}  // namespace byline::conversation
