// What holds for all lines that are read as a backup's: for the fuzzer, and for the test that replays its corpus.
// Pure functions; safe from any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "database/backup_line.hpp"

namespace byline::database {

// The first line is one of a table, the others are its rows. An empty text, or what does not hold.
[[nodiscard]] inline std::string fault_in_backup_lines(std::string_view lines) {
    const Place place{"readers.backup", 1, 1};
    const auto next_line = [&lines] {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        return line;
    };
    const auto table = read_table_line(next_line(), place);
    if (!table) return table.error().remedy.empty() ? "an error without a remedy" : "";
    if (table->columns.size() != table->kinds.size() || table->columns.empty()) return "a table without columns";
    for (const std::string* name : {&table->name, &table->columns.front(), &table->columns.back()}) {
        if (name->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
            return "a name that could be more than a name: " + *name;
    }
    const auto same_table = read_table_line(table_line(*table), place);
    if (!same_table || same_table->columns != table->columns || same_table->kinds != table->kinds)
        return "a table written again is another";
    while (!lines.empty()) {
        const auto row = read_row_line(next_line(), *table, place);
        if (!row) {
            if (row.error().remedy.empty()) return "an error without a remedy";
            continue;
        }
        if (row->size() != table->columns.size()) return "a row has more or fewer cells than its table";
        std::string written;
        append_row_line(written, *row);
        if (written.find_first_of("\n\r") != std::string::npos) return "a row is more than a line";
        const auto same_row = read_row_line(written, *table, place);
        if (!same_row || same_row->cells() != row->cells()) return "a row written again is another";
    }
    return {};
}

}  // namespace byline::database
