// Migrations bring the tables of a store to what this program expects: forward only, each once, whoever comes first.
// Safe from any process: a store migrates in one transaction, under its write lock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/connection.hpp"

namespace byline::database {

struct Migration {
    std::int64_t number = 0;  // of its file: NNN_name.sql
    std::string name;
    std::string_view script;
};

// Those of sql/migrations, by number, without a gap.
[[nodiscard]] const std::vector<Migration>& migrations();

// Brings the store up to `last`, at most to the newest that there is. Refuses a store that a newer program made, and
// one whose migrations were not these. `now_ms` is written beside each that is applied.
[[nodiscard]] Result<void> migrate(Connection& connection, const std::vector<Migration>& all, std::int64_t last,
                                   std::int64_t now_ms);

// For who only reads: whether the store has tables of ours. Changes nothing and takes no lock. Refuses what migrate()
// refuses, and a store that is not at `oldest` yet.
[[nodiscard]] Result<bool> can_be_read(Connection& connection, const std::vector<Migration>& all, std::int64_t oldest);

}  // namespace byline::database
