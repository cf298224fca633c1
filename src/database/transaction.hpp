// A Transaction is what work on the store is given: it runs named statements, and all of them happen or none does.
// Belongs to the call that it was made for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "database/connection.hpp"

namespace byline::database {

class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // `name` is that of a statement of sql/: "comment.insert". Another one is a bug, and asserted.
    Result<Rows> rows(std::string_view name, Parameters parameters = {});
    // The first row, of those that are given.
    Result<std::optional<Row>> row(std::string_view name, Parameters parameters = {});
    Result<void> each(std::string_view name, Parameters parameters, const EachRow& each);
    // The number of rows that were written.
    Result<std::int64_t> run(std::string_view name, Parameters parameters = {});

    // Tells every process that works on this store, once this is committed, what changed: `topic` is a kind of thing,
    // "thread", and `subject` which one, "/articles/dns/".
    Result<void> announce(std::string_view topic, std::string_view subject);
    [[nodiscard]] bool has_announced() const { return has_announced_; }

    [[nodiscard]] Connection& connection() { return connection_; }

  private:
    Connection& connection_;
    bool has_announced_ = false;
};

using Work = std::function<Result<void>(Transaction&)>;

}  // namespace byline::database
