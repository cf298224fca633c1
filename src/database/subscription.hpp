// A Subscription waits for what is announced, by this process or another one that works on the same store. It misses
// nothing: events are numbered rows, and being woken is only a hint to look. Belongs to one thread; has a connection of
// its own, which it opens anew when it was lost.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "database/connection.hpp"

namespace byline::database {

struct Event {
    std::int64_t number = 0;
    std::string topic;
    std::string subject;
};

struct Events {
    bool has_gap = false;  // more happened than is kept: whatever was made from the store is to be made anew
    std::vector<Event> events;
};

class Subscription {
  public:
    // From now on. Of what was announced before, nothing is told.
    [[nodiscard]] static Result<Subscription> start(const Address& address);

    // What happened since the last call; waits for it, at most so long, and then gives nothing. With PostgreSQL a
    // change is told at once, with SQLite a tenth of a second later. Fails while the store is gone, and may be called
    // again.
    [[nodiscard]] Result<Events> wait(std::chrono::milliseconds timeout);

  private:
    explicit Subscription(Address address) : address_(std::move(address)) {}
    Result<void> connect();
    Result<Events> look();

    Address address_;
    std::unique_ptr<Connection> connection_;
    std::int64_t last_ = -1;
};

// Deletes the oldest events; called now and then by whoever serves. The newest `kept` stay.
[[nodiscard]] Result<void> prune_events(Connection& connection, std::int64_t kept);

}  // namespace byline::database
