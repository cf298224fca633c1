// TestNetworks makes a policy that also allows what a test has started on this machine; included by tests only.
// A value.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "outbound/network_policy.hpp"

namespace byline::outbound {

struct TestNetworks {
    std::vector<Network> networks;
    std::vector<std::uint16_t> ports;
    std::string authorities_file;

    [[nodiscard]] NetworkPolicy policy() const {
        NetworkPolicy policy;
        policy.test_networks_ = networks;
        policy.test_ports_ = ports;
        policy.authorities_file_ = authorities_file;
        return policy;
    }
};

}  // namespace byline::outbound
