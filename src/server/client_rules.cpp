#include "server/client_rules.hpp"

#include <algorithm>

namespace byline::server {

bool ClientRules::is_proxy(const http::IpAddress& address) const {
    return std::any_of(proxies.begin(), proxies.end(),
                       [&](const http::IpNetwork& network) { return network.contains(address); });
}

http::IpAddress ClientRules::address_of(const http::Client& client, std::string_view forwarded_for) const {
    http::IpAddress address = client.address;
    while (!forwarded_for.empty() && is_proxy(address)) {
        const std::size_t comma = forwarded_for.rfind(',');
        std::string_view last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
        forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
        while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
        while (!last.empty() && last.back() == ' ') last.remove_suffix(1);
        const auto named = http::IpAddress::from_text(last);
        if (!named) break;
        address = *named;
    }
    return address;
}

http::Transport ClientRules::transport_of(const http::Client& client, std::string_view forwarded_proto) const {
    if (client.transport == http::Transport::Tls) return http::Transport::Tls;
    if (forwarded_proto != "https" || !is_proxy(client.address)) return http::Transport::Plain;
    return http::Transport::Tls;
}

}  // namespace byline::server
