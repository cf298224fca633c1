// The lines of a backup: the cells of a row with tabs between them, and the words of a line that is none.
// Pure functions, safe from any thread. docs/store.md has the format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "database/row.hpp"
#include "database/statement.hpp"
#include "result/result.hpp"

namespace byline::database {

inline constexpr std::string_view backup_first_line = "byline-backup 1";

struct BackupTable {
    std::string name;
    std::vector<std::string> columns;
    std::vector<ColumnKind> kinds;
};

// Lines without their end.
[[nodiscard]] std::string table_line(const BackupTable& table);
void append_row_line(std::string& out, const Row& row);

// Nothing for what is no such line; `place` is told in errors.
[[nodiscard]] Result<BackupTable> read_table_line(std::string_view line, const Place& place);
[[nodiscard]] Result<Row> read_row_line(std::string_view line, const BackupTable& table, const Place& place);

}  // namespace byline::database
