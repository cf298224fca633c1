// IpAddress and IpNetwork: who a client is, and which networks are trusted. IPv4 is kept as IPv4-mapped IPv6.
// Values and pure functions: call them from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr_storage;

namespace byline::http {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] static std::optional<IpAddress> from_text(std::string_view text);
    [[nodiscard]] static IpAddress of(const sockaddr_storage& address);

    [[nodiscard]] bool is_v4() const;
    [[nodiscard]] bool is_loopback() const;
    [[nodiscard]] std::string text() const;  // "192.0.2.7", "2001:db8::1"

    // What limits are counted by: an IPv4 address, the /64 of an IPv6 one, which is what one customer gets.
    [[nodiscard]] IpAddress network() const;
    // For logs that keep nobody's address: the last byte of IPv4, and all but the first 48 bits of IPv6, are zero.
    [[nodiscard]] IpAddress shortened() const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;
    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct IpNetwork {
    IpAddress address;
    unsigned bits = 128;  // of the mapped address

    // "10.0.0.0/8", "2001:db8::/32", "127.0.0.1". Nothing when it is neither, or has bits beyond its prefix.
    [[nodiscard]] static std::optional<IpNetwork> from_text(std::string_view text);
    [[nodiscard]] bool contains(const IpAddress& other) const;
};

}  // namespace byline::http

template <>
struct std::hash<byline::http::IpAddress> {
    std::size_t operator()(const byline::http::IpAddress& address) const noexcept;
};
