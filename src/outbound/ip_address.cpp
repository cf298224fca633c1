#include "outbound/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <arpa/inet.h>

#include "text/ascii.hpp"

namespace byline::outbound {
namespace {

struct Block {
    std::string_view network;
    std::string_view purpose;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast (RFC 5771).
constexpr std::array v4_blocks = {
    Block{"0.0.0.0/8", "this network (RFC 791)"},
    Block{"10.0.0.0/8", "private (RFC 1918)"},
    Block{"100.64.0.0/10", "shared by carriers (RFC 6598)"},
    Block{"127.0.0.0/8", "this machine (RFC 1122)"},
    Block{"169.254.0.0/16", "link-local (RFC 3927)"},
    Block{"172.16.0.0/12", "private (RFC 1918)"},
    Block{"192.0.0.0/24", "of protocols (RFC 6890)"},
    Block{"192.0.2.0/24", "documentation (RFC 5737)"},
    Block{"192.31.196.0/24", "of name servers (RFC 7535)"},
    Block{"192.52.193.0/24", "multicast relays (RFC 7450)"},
    Block{"192.88.99.0/24", "6to4 relays (RFC 7526)"},
    Block{"192.168.0.0/16", "private (RFC 1918)"},
    Block{"192.175.48.0/24", "of name servers (RFC 7534)"},
    Block{"198.18.0.0/15", "benchmarking (RFC 2544)"},
    Block{"198.51.100.0/24", "documentation (RFC 5737)"},
    Block{"203.0.113.0/24", "documentation (RFC 5737)"},
    Block{"224.0.0.0/4", "multicast (RFC 5771)"},
    Block{"240.0.0.0/4", "reserved (RFC 1112)"},
};

// What is not below this has not been given to anybody as unicast (RFC 4291, section 2.4; IANA's IPv6 address space).
constexpr Block v6_unicast{"2000::/3", "not global unicast (RFC 4291)"};

// https://www.iana.org/assignments/iana-ipv6-special-registry, of what lies in 2000::/3.
constexpr std::array v6_blocks = {
    Block{"2001::/23", "of protocols, with Teredo (RFC 2928, RFC 4380)"},
    Block{"2001:db8::/32", "documentation (RFC 3849)"},
    Block{"2002::/16", "6to4 (RFC 3056)"},
    Block{"2620:4f:8000::/48", "of name servers (RFC 7534)"},
    Block{"3fff::/20", "documentation (RFC 9637)"},
};

struct NamedNetwork {
    Network network;
    std::string_view purpose;
};

template <std::size_t size>
std::array<NamedNetwork, size> networks_of(const std::array<Block, size>& blocks) {
    std::array<NamedNetwork, size> out;
    for (std::size_t index = 0; index < size; ++index) {
        out[index] = {parse_network(blocks[index].network).value_or(Network{}), blocks[index].purpose};
    }
    return out;
}

template <std::size_t size>
std::optional<std::string_view> purpose_in(const std::array<NamedNetwork, size>& networks, const IpAddress& address) {
    for (const NamedNetwork& one : networks) {
        if (contains(one.network, address)) return one.purpose;
    }
    return std::nullopt;
}

// inet_pton(3) takes nothing but four decimal numbers; leading zeros, which some read as octal, are refused by glibc
// too.
std::optional<IpAddress> parse_as(int family, const std::string& text) {
    IpAddress address;
    address.family = family == AF_INET ? Family::V4 : Family::V6;
    if (inet_pton(family, text.c_str(), address.bytes.data()) != 1) return std::nullopt;
    return address;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    constexpr std::size_t longest = 45;
    if (text.size() > longest || text.find('\0') != std::string_view::npos) return std::nullopt;
    return parse_as(text.find(':') == std::string_view::npos ? AF_INET : AF_INET6, std::string(text));
}

std::optional<Network> parse_network(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = parse_ip_address(text.substr(0, slash));
    const std::string_view bits = text.substr(slash + 1);
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), prefix);
    if (!address || bits.empty() || error != std::errc() || end != bits.data() + bits.size()) return std::nullopt;
    if (prefix > (address->family == Family::V4 ? 32U : 128U)) return std::nullopt;
    return Network{*address, prefix};
}

std::string to_text(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> out{};
    const int family = address.family == Family::V4 ? AF_INET : AF_INET6;
    return inet_ntop(family, address.bytes.data(), out.data(), out.size());
}

bool contains(const Network& network, const IpAddress& address) {
    if (network.first.family != address.family) return false;
    const unsigned whole = network.prefix_bits / 8;
    if (!std::equal(address.bytes.begin(), address.bytes.begin() + whole, network.first.bytes.begin())) return false;
    const unsigned rest = network.prefix_bits % 8;
    return rest == 0 || ((address.bytes.at(whole) ^ network.first.bytes.at(whole)) >> (8U - rest)) == 0;
}

std::optional<std::string_view> why_not_public(const IpAddress& address) {
    static const auto v4 = networks_of(v4_blocks);
    static const auto v6 = networks_of(v6_blocks);
    static const Network unicast = parse_network(v6_unicast.network).value_or(Network{});
    if (address.family == Family::V4) return purpose_in(v4, address);
    if (!contains(unicast, address)) return v6_unicast.purpose;
    return purpose_in(v6, address);
}

}  // namespace byline::outbound
