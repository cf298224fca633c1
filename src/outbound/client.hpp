// A Client asks foreign servers; it is an interface, so that tests need no network.
// Implementations are safe from any thread.
#pragma once

#include "outbound/exchange.hpp"

namespace byline::outbound {

class Client {
  public:
    Client() = default;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client(Client&&) = delete;
    Client& operator=(Client&&) = delete;
    virtual ~Client() = default;

    // Blocks until there is a reply.
    [[nodiscard]] virtual Reply fetch(const Request& request) = 0;
    // What is under way is broken off, and nothing is asked any more: each is ObstacleKind::Unavailable.
    virtual void stop() {}
};

}  // namespace byline::outbound
