// A Statement is a named piece of SQL of the folder sql/, with the columns that it gives and its text for each store.
// docs/store.md tells how the files are written.
// Constant data: safe from any thread, and lives as long as the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "database/dialect.hpp"
#include "database/embedded_sql.hpp"
#include "result/result.hpp"

namespace byline::database {

enum class ColumnKind : std::uint8_t { Number, Text };

struct Statement {
    std::string name;  // of its file, and of its section: "comment.insert"
    std::vector<ColumnKind> columns;
    std::string sqlite;
    std::string postgresql;

    [[nodiscard]] const std::string& text(Dialect dialect) const {
        return dialect == Dialect::Sqlite ? sqlite : postgresql;
    }
};

// The statements of one file of sql/, whose name without its ending is `stem`.
[[nodiscard]] Result<std::vector<Statement>> parse_statements(std::string_view stem, std::string_view file);

// All statements of the program, by name. A file that is written wrongly is a bug, and found by a test.
[[nodiscard]] const std::vector<Statement>& statements();
[[nodiscard]] const Statement* find_statement(std::string_view name);

// `@key@` and the other words of docs/store.md that stand for what the stores call differently, replaced; comments
// gone.
[[nodiscard]] std::string in_dialect(std::string_view sql, Dialect dialect);

// A file of several statements, parted at the semicolons that end lines.
[[nodiscard]] std::vector<std::string> split_script(std::string_view sql);

}  // namespace byline::database
