// A ConnectionPool lends connections that read: at most so many, opened when they are first needed, given back after
// use. Safe from any thread; lending waits when all are out.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "database/connection.hpp"

namespace byline::database {

class ConnectionPool {
  public:
    class Lease {
      public:
        Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        [[nodiscard]] Connection& connection() { return *connection_; }

      private:
        ConnectionPool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    ConnectionPool(Address address, std::size_t most);

    [[nodiscard]] Result<Lease> lend();

  private:
    void give_back(std::unique_ptr<Connection> connection);

    const Address address_;
    const std::size_t most_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> free_;
    std::size_t lent_ = 0;
};

}  // namespace byline::database
