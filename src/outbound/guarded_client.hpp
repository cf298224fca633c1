// The GuardedClient is the one way from Byline to servers that readers name: whatever the URL, the name server and the
// server do, it speaks to public hosts only, and takes bounded time and memory.
// Safe from any thread: each call has a connection of its own, and nothing is kept between calls.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include "outbound/client.hpp"
#include "outbound/network_policy.hpp"
#include "outbound/resolver.hpp"

namespace byline::outbound {

// What a redirect from https to http is.
enum class Downgrade : std::uint8_t { Refused, Allowed };

struct ClientOptions {
    std::string user_agent = "Byline";
    std::chrono::milliseconds connect_limit{5'000};
    std::chrono::milliseconds whole_limit{15'000};  // with names, redirects and bodies
    std::size_t url_bytes = 2'048;
    std::size_t request_bytes = std::size_t{64} << 10U;
    std::size_t header_bytes = std::size_t{64} << 10U;  // of one answer
    std::size_t body_bytes = std::size_t{1} << 20U;     // of one answer, unpacked
    int redirects = 5;
    Downgrade downgrade = Downgrade::Refused;
};

class GuardedClient final : public Client {
  public:
    // `resolver` outlives this.
    GuardedClient(ClientOptions options, NetworkPolicy policy, Resolver& resolver)
        : options_(std::move(options)), policy_(std::move(policy)), resolver_(resolver) {}

    [[nodiscard]] Reply fetch(const Request& request) override;
    void stop() override { is_stopped_ = true; }

  private:
    ClientOptions options_;
    NetworkPolicy policy_;
    Resolver& resolver_;
    std::atomic<bool> is_stopped_{false};
};

}  // namespace byline::outbound
