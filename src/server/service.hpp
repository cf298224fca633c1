// A Service is what all workers of a server share: the site, the routes, the log, the numbers.
// Thread contract: its parts are thread-safe or immutable; it outlives the workers.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "http/ip_address.hpp"
#include "server/access_log.hpp"
#include "server/client_rules.hpp"
#include "server/live_site.hpp"

namespace byline::server {

class RouteDispatcher;

// How many answers of each class of status there were, 1xx to 5xx. Written by one worker each, read by any thread.
struct AnswerNumbers {
    std::array<std::atomic<std::uint64_t>, 5> by_class{};
    std::atomic<std::uint64_t> not_modified{0};

    void add(int status) {
        add_one(by_class.at(static_cast<std::size_t>(status / 100 - 1)));
        if (status == 304) add_one(not_modified);
    }

  private:
    static void add_one(std::atomic<std::uint64_t>& number) {
        number.store(number.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
};

struct Service {
    LiveSite site;
    ClientRules clients;
    std::string secure_lines;  // headers of answers to clients that speak TLS: Strict-Transport-Security
    std::string other_lines;   // security headers of answers that are no documents of the site
    std::string base_path = "/";
    std::string https_origin;                   // where plain requests are sent; used with:
    std::optional<std::size_t> plain_endpoint;  // the endpoint that only redirects
    std::unique_ptr<AccessLog> log;             // null: none
    std::unique_ptr<RouteDispatcher> routes;    // null: none
    std::deque<AnswerNumbers> numbers;          // one a worker; none is added once the workers run
};

}  // namespace byline::server
