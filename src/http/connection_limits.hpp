// ConnectionLimits bound how many connections are open, in all and for each network of clients.
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/ip_address.hpp"

namespace byline::http {

enum class Admission : std::uint8_t { Granted, Full, NetworkFull };

class ConnectionLimits {
  public:
    // Networks of `exempt`, those of proxies, count for the sum alone.
    ConnectionLimits(std::size_t most, std::size_t most_of_network, std::vector<IpNetwork> exempt)
        : most_(most), most_of_network_(most_of_network), exempt_(std::move(exempt)) {}

    [[nodiscard]] Admission enter(const IpAddress& address) {
        const std::lock_guard lock(mutex_);
        if (open_ >= most_) return Admission::Full;
        if (!is_exempt(address)) {
            std::size_t& count = by_network_[address.network()];
            if (count >= most_of_network_) return Admission::NetworkFull;
            ++count;
        }
        ++open_;
        return Admission::Granted;
    }

    void leave(const IpAddress& address) {
        const std::lock_guard lock(mutex_);
        --open_;
        if (is_exempt(address)) return;
        const auto found = by_network_.find(address.network());
        if (found != by_network_.end() && --found->second == 0) by_network_.erase(found);
    }

    // Nearly full: who only waits should go sooner.
    [[nodiscard]] bool is_crowded() const {
        const std::lock_guard lock(mutex_);
        return open_ > most_ - most_ / 4;
    }

  private:
    [[nodiscard]] bool is_exempt(const IpAddress& address) const {
        for (const IpNetwork& network : exempt_) {
            if (network.contains(address)) return true;
        }
        return false;
    }

    std::size_t most_;
    std::size_t most_of_network_;
    std::vector<IpNetwork> exempt_;
    mutable std::mutex mutex_;
    std::size_t open_ = 0;
    std::unordered_map<IpAddress, std::size_t> by_network_;
};

}  // namespace byline::http
