#include "database/backup_line.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "text/ascii.hpp"

namespace byline::database {
namespace {

Error damaged(std::string what, const Place& place) {
    return content_error(std::move(what), "the file is damaged or was edited; take another backup", place);
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '\t': out += "\\t"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\\': out += "\\\\"; break;
            default: out += c;
        }
    }
}

Result<std::string> unescaped(std::string_view cell, const Place& place) {
    std::string out;
    out.reserve(cell.size());
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] != '\\') {
            out += cell[i];
            continue;
        }
        switch (++i < cell.size() ? cell[i] : ' ') {
            case 't': out += '\t'; break;
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case '\\': out += '\\'; break;
            default: return fail(damaged("a backslash stands before nothing that it escapes", place));
        }
    }
    return out;
}

// Names are put into statements: only such as our own tables have.
bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_' || text::is_ascii_digit(c);
    });
}

std::string_view take_until(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

Result<Row::Cell> read_cell(std::string_view text, ColumnKind kind, const Place& place) {
    if (text == "\\N") return Row::Cell();
    if (kind == ColumnKind::Text) {
        TRY(auto plain, unescaped(text, place));
        return Row::Cell(std::move(plain));
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return fail(damaged(fmt::format("'{}' is not a number", text.substr(0, 40)), place));
    }
    return Row::Cell(number);
}

}  // namespace

std::string table_line(const BackupTable& table) {
    std::string out = "table " + table.name;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        out += fmt::format(" {}:{}", table.columns[i], table.kinds[i] == ColumnKind::Number ? "number" : "text");
    return out;
}

void append_row_line(std::string& out, const Row& row) {
    out += '+';
    bool is_first = true;
    for (const Row::Cell& cell : row.cells()) {
        if (!is_first) out += '\t';
        is_first = false;
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            out += fmt::format("{}", *number);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            append_escaped(out, *text);
        } else {
            out += "\\N";
        }
    }
}

Result<BackupTable> read_table_line(std::string_view line, const Place& place) {
    constexpr std::string_view word = "table ";
    if (!line.starts_with(word)) return fail(damaged("a table was expected here", place));
    line.remove_prefix(word.size());
    BackupTable table;
    table.name = take_until(line, ' ');
    while (!line.empty()) {
        std::string_view column = take_until(line, ' ');
        table.columns.emplace_back(take_until(column, ':'));
        if (column != "number" && column != "text") return fail(damaged("a column is neither number nor text", place));
        table.kinds.push_back(column == "number" ? ColumnKind::Number : ColumnKind::Text);
    }
    if (is_name(table.name) && !table.columns.empty() &&
        std::all_of(table.columns.begin(), table.columns.end(), is_name)) {
        return table;
    }
    return fail(damaged("a table or a column has no name that one could have", place));
}

Result<Row> read_row_line(std::string_view line, const BackupTable& table, const Place& place) {
    line.remove_prefix(std::min<std::size_t>(1, line.size()));
    std::vector<Row::Cell> cells;
    for (std::size_t i = 0; i < table.kinds.size(); ++i) {
        const bool is_last = i + 1 == table.kinds.size();
        if (!is_last && line.find('\t') == std::string_view::npos) break;
        const std::string_view text = is_last ? line : take_until(line, '\t');
        if (is_last && text.find('\t') != std::string_view::npos) break;
        TRY(auto cell, read_cell(text, table.kinds[i], place));
        cells.push_back(std::move(cell));
    }
    if (cells.size() == table.kinds.size()) return Row(std::move(cells));
    return fail(damaged(fmt::format("a row of '{}' does not have {} cells", table.name, table.kinds.size()), place));
}

}  // namespace byline::database
