// A NetworkPolicy says which hosts and ports may be spoken to: those of the public internet. Only tests can widen it
// (test_networks.hpp). A value; immutable, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/ip_address.hpp"

namespace byline::outbound {

class NetworkPolicy {
  public:
    // Public addresses, at the ports that web servers are found at.
    NetworkPolicy() = default;

    // Why not; nothing when it may be spoken to.
    [[nodiscard]] std::optional<std::string_view> objection_to(const IpAddress& address) const;
    [[nodiscard]] bool allows_port(std::uint16_t port) const;
    // A file of certificates that are trusted instead of the system's; empty in all but tests.
    [[nodiscard]] const std::string& authorities_file() const { return authorities_file_; }

  private:
    friend struct TestNetworks;

    std::vector<Network> test_networks_;
    std::vector<std::uint16_t> test_ports_;
    std::string authorities_file_;
};

}  // namespace byline::outbound
