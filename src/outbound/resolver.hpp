// A Resolver tells the addresses of a host's name.
// Implementations are safe from any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "outbound/ip_address.hpp"
#include "result/result.hpp"

namespace byline::outbound {

class Resolver {
  public:
    Resolver() = default;
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    Resolver(Resolver&&) = delete;
    Resolver& operator=(Resolver&&) = delete;
    virtual ~Resolver() = default;

    // At least one address, or an error, not later than `limit` from now.
    [[nodiscard]] virtual Result<std::vector<IpAddress>> addresses_of(const std::string& host,
                                                                      std::chrono::milliseconds limit) = 0;
};

// Asks the system (getaddrinfo(3)), with at most a bounded number of questions under way.
class SystemResolver final : public Resolver {
  public:
    [[nodiscard]] Result<std::vector<IpAddress>> addresses_of(const std::string& host,
                                                              std::chrono::milliseconds limit) override;
};

}  // namespace byline::outbound
