// A Connection is one session with a store: it prepares statements once, binds, runs, and tells faults apart.
// Belongs to one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "database/address.hpp"
#include "database/fault.hpp"
#include "database/row.hpp"
#include "database/statement.hpp"
#include "database/value.hpp"
#include "result/result.hpp"

namespace byline::database {

enum class Access : std::uint8_t { Read, Write };

using EachRow = std::function<Result<void>(Row&)>;

class Connection {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Address& address, Access access);

    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Dialect dialect() const;

    // Runs a statement with its parameters and calls for each row that it gives. A statement without a name is not
    // kept prepared. Gives the number of rows that were written.
    Result<std::int64_t> run(const Statement& statement, std::span<const Parameter> parameters,
                             const EachRow& each = {});
    Result<std::int64_t> run(const Statement& statement, Parameters parameters, const EachRow& each = {});

    // Runs one statement as it stands, without parameters and rows: BEGIN, PRAGMA, CREATE TABLE.
    Result<void> execute(const std::string& sql);

    // Whether the statement can be prepared here, and gives as many columns as it says.
    Result<void> check(const Statement& statement);

    // A write transaction holds the store for itself, in both stores; a read transaction sees one moment.
    Result<void> begin(Access access);
    Result<void> commit();
    void rollback();

    [[nodiscard]] Fault last_fault() const { return last_fault_; }

    // PostgreSQL only: waits for a notification that was asked for by LISTEN, at most so long. Nothing is told apart.
    Result<void> wait_for_notification(std::chrono::milliseconds timeout);

  private:
    class Session;

    explicit Connection(std::unique_ptr<Session> session);
    [[nodiscard]] Error translated();  // of the exception that is being handled

    std::unique_ptr<Session> session_;
    Fault last_fault_ = Fault::None;
};

}  // namespace byline::database
