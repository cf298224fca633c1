// WebNumbers counts what the workers of a WebServer do.
// Written by one worker each, read by any thread; sums may lag behind each other.
#pragma once

#include <atomic>
#include <cstdint>

namespace byline::http {

struct WebNumbers {
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused_full{0};     // connections beyond the most
    std::atomic<std::uint64_t> refused_network{0};  // connections beyond the most of one network
    std::atomic<std::uint64_t> refused_requests{0};
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::uint64_t> open{0};
};

// The only writer adds without a locked instruction.
inline void add_to(std::atomic<std::uint64_t>& number, std::uint64_t count) {
    number.store(number.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
}

}  // namespace byline::http
