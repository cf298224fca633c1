// A RouteDispatcher has requests answered by the handlers of their routes, on threads of its own: handlers may block.
// How many requests wait is bounded; more are told to come back. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/responder.hpp"
#include "server/client_rules.hpp"
#include "server/route_table.hpp"

namespace byline::server {

class AccessLog;

struct DispatcherOptions {
    unsigned threads = 8;
    std::size_t waiting_max = 256;
    ClientRules clients;
    std::string secure_lines;  // as in Service
    std::string page_lines;    // security headers of answers
    AccessLog* log = nullptr;  // may be null; outlives the dispatcher
};

class RouteDispatcher {
  public:
    RouteDispatcher(DispatcherOptions options, RouteTable table);
    RouteDispatcher(const RouteDispatcher&) = delete;
    RouteDispatcher& operator=(const RouteDispatcher&) = delete;
    ~RouteDispatcher();

    [[nodiscard]] RouteOffer offer(http::Method method, std::string_view path) const;

    // Answers at once with 503 when too many wait.
    void dispatch(http::Request request, const http::Client& client, http::Answerer answerer);

    // Requests that come from now on are answered by this table; those that wait too.
    void exchange(RouteTable table);

    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] std::uint64_t refused() const;

    // Finishes what waits, and joins the threads. Nothing is to be dispatched after it.
    void stop();

  private:
    class Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace byline::server
