#include "outbound/network_policy.hpp"

#include <algorithm>
#include <array>

namespace byline::outbound {
namespace {

constexpr std::array<std::uint16_t, 4> web_ports = {80, 443, 8080, 8443};

}  // namespace

std::optional<std::string_view> NetworkPolicy::objection_to(const IpAddress& address) const {
    const auto is_around = [&](const Network& network) { return contains(network, address); };
    if (std::any_of(test_networks_.begin(), test_networks_.end(), is_around)) return std::nullopt;
    return why_not_public(address);
}

bool NetworkPolicy::allows_port(std::uint16_t port) const {
    return std::find(web_ports.begin(), web_ports.end(), port) != web_ports.end() ||
           std::find(test_ports_.begin(), test_ports_.end(), port) != test_ports_.end();
}

}  // namespace byline::outbound
