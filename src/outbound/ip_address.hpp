// An IpAddress is the number of a host, IPv4 or IPv6, and what the registries of IANA say that its block is for.
// A value; all functions are pure and safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::outbound {

enum class Family : std::uint8_t { V4, V6 };

struct IpAddress {
    Family family = Family::V4;
    std::array<std::uint8_t, 16> bytes{};  // most significant first; of IPv4 the first four

    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// The addresses whose first `prefix_bits` are those of `first`.
struct Network {
    IpAddress first;
    unsigned prefix_bits = 0;
};

// "192.0.2.1" with four decimal numbers without leading zeros, or IPv6 by RFC 4291, section 2.2, without brackets and
// zone.
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

// "2001:db8::/32"; nothing when the prefix is longer than the address.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text);

// As inet_ntop(3) writes it; IPv6 by RFC 5952.
[[nodiscard]] std::string to_text(const IpAddress& address);

[[nodiscard]] bool contains(const Network& network, const IpAddress& address);

// Why the address is none of a public host, as "private (RFC 1918)"; nothing for a global unicast address. Addresses
// that carry another one (IPv4-mapped, 6to4, Teredo, NAT64) are never public: where they lead is up to the network.
[[nodiscard]] std::optional<std::string_view> why_not_public(const IpAddress& address);

}  // namespace byline::outbound
