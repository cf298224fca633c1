// The last change of what is featured of a thread, and of the rules, is remembered with what stood before it: it can be
// undone while nothing else was changed since, and that again. (Decisions on comments have a log of their own.)
// Functions block on the database; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "conversation/rule_book.hpp"
#include "database/database.hpp"

namespace byline::conversation {

// What is featured of a thread, in its order, with the words beside it. Only to be compared, and given back here.
[[nodiscard]] Result<std::string> featured_now(database::Database& database, std::string_view thread);

// Remembers `before` under the action; false when nothing differs from it.
[[nodiscard]] Result<bool> remember_featured(database::Database& database, std::string_view thread,
                                             std::string_view action, std::string_view before);
// False when the action is not the last one, or something was changed since by another way. What was unpublished since
// stays out.
[[nodiscard]] Result<bool> undo_featured(database::Database& database, std::string_view thread, std::string_view action,
                                         std::string_view new_action);

// Announces the topic "rules", by which every process reads them. False when they hold already.
[[nodiscard]] Result<bool> change_rules(database::Database& database, const RuleChanges& changes,
                                        std::string_view action);
[[nodiscard]] Result<bool> undo_rules(database::Database& database, std::string_view action,
                                      std::string_view new_action);

}  // namespace byline::conversation
