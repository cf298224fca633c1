// A Row is one row of what a statement gave, its columns in the order of the statement's `gives` line. Reading a column
// as another kind than it was declared is a bug, and asserted. A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::database {

class Row {
  public:
    using Cell = std::variant<std::monostate, std::int64_t, std::string>;

    Row() = default;
    explicit Row(std::vector<Cell> cells) : cells_(std::move(cells)) {}

    [[nodiscard]] std::size_t size() const { return cells_.size(); }
    [[nodiscard]] bool is_null(std::size_t column) const { return cells_.at(column).index() == 0; }
    // Null reads as 0 and as the empty text.
    [[nodiscard]] std::int64_t number(std::size_t column) const {
        return is_null(column) ? 0 : std::get<std::int64_t>(cells_.at(column));
    }
    [[nodiscard]] bool flag(std::size_t column) const { return number(column) != 0; }
    [[nodiscard]] const std::string& text(std::size_t column) const {
        static const std::string none;
        return is_null(column) ? none : std::get<std::string>(cells_.at(column));
    }
    // Moves the text out, for rows that are read once.
    [[nodiscard]] std::string take_text(std::size_t column) {
        return is_null(column) ? std::string() : std::move(std::get<std::string>(cells_.at(column)));
    }
    [[nodiscard]] std::optional<std::int64_t> maybe_number(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional(number(column));
    }

    [[nodiscard]] std::vector<Cell>& cells() { return cells_; }
    [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }

  private:
    std::vector<Cell> cells_;
};

using Rows = std::vector<Row>;

}  // namespace byline::database
