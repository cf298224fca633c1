// ClientRules say who a client is: behind a proxy that is trusted, the one whom the proxy names; otherwise nobody but
// the other end of the connection. A value; safe from any thread once it is made.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/ip_address.hpp"
#include "http/responder.hpp"

namespace byline::server {

struct ClientRules {
    std::vector<http::IpNetwork> proxies;

    [[nodiscard]] bool is_proxy(const http::IpAddress& address) const;

    // X-Forwarded-For is read from its end, past the proxies that are ours: what stands before the first foreign
    // address was written by a stranger.
    [[nodiscard]] http::IpAddress address_of(const http::Client& client, std::string_view forwarded_for) const;

    // Whether the client itself speaks TLS.
    [[nodiscard]] http::Transport transport_of(const http::Client& client, std::string_view forwarded_proto) const;
};

}  // namespace byline::server
