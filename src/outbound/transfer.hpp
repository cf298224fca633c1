// A Transfer is one request to one server at addresses that were looked at before, without redirects.
// Pure but for the network; safe from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <vector>

#include "loading/curl_functions.hpp"
#include "outbound/guarded_client.hpp"
#include "outbound/target.hpp"

namespace byline::outbound {

struct Transfer {
    const loading::CurlFunctions& curl;
    const ClientOptions& options;
    const NetworkPolicy& policy;
    const Target& target;
    const std::vector<IpAddress>& addresses;  // all of them allowed
    std::chrono::milliseconds limit;
    const std::atomic<bool>& is_stopped;  // breaks it off
};

[[nodiscard]] Reply carry_out(const Transfer& transfer, const Request& request);

}  // namespace byline::outbound
