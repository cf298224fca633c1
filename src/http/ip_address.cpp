#include "http/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace byline::http {

namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned mapped_bits = 96;

IpAddress with_bits(const IpAddress& address, unsigned bits) {
    IpAddress result;
    for (std::size_t index = 0; index < address.bytes.size(); ++index) {
        const unsigned left = bits > index * 8 ? std::min(8U, bits - static_cast<unsigned>(index * 8)) : 0;
        const auto mask = static_cast<std::uint8_t>(0xFF00U >> left);
        result.bytes[index] = address.bytes[index] & mask;
    }
    return result;
}

}  // namespace

std::optional<IpAddress> IpAddress::from_text(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> name{};
    if (text.size() >= name.size()) return std::nullopt;
    std::copy(text.begin(), text.end(), name.begin());
    IpAddress result;
    if (::inet_pton(AF_INET6, name.data(), result.bytes.data()) == 1) return result;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), result.bytes.begin());
    if (::inet_pton(AF_INET, name.data(), result.bytes.data() + mapped_prefix.size()) == 1) return result;
    return std::nullopt;
}

IpAddress IpAddress::of(const sockaddr_storage& address) {
    IpAddress result;
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address, sizeof six);
        std::memcpy(result.bytes.data(), &six.sin6_addr, result.bytes.size());
    } else if (address.ss_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        std::copy(mapped_prefix.begin(), mapped_prefix.end(), result.bytes.begin());
        std::memcpy(result.bytes.data() + mapped_prefix.size(), &four.sin_addr, 4);
    }
    return result;
}

bool IpAddress::is_v4() const {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

bool IpAddress::is_loopback() const {
    if (is_v4()) return bytes[12] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t byte) { return byte == 0; }) && bytes[15] == 1;
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> name{};
    if (is_v4()) {
        ::inet_ntop(AF_INET, bytes.data() + mapped_prefix.size(), name.data(), name.size());
    } else {
        ::inet_ntop(AF_INET6, bytes.data(), name.data(), name.size());
    }
    return name.data();
}

IpAddress IpAddress::network() const {
    return is_v4() ? *this : with_bits(*this, 64);
}

IpAddress IpAddress::shortened() const {
    return with_bits(*this, is_v4() ? mapped_bits + 24 : 48);
}

std::optional<IpNetwork> IpNetwork::from_text(std::string_view text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto address = IpAddress::from_text(text.substr(0, slash));
    if (!address) return std::nullopt;
    IpNetwork result{*address, 128};
    if (slash < text.size()) {
        const std::string_view digits = text.substr(slash + 1);
        const unsigned most = address->is_v4() ? 32 : 128;
        unsigned bits = 0;
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (fault != std::errc() || end != digits.data() + digits.size() || bits > most) return std::nullopt;
        result.bits = bits + (address->is_v4() ? mapped_bits : 0);
    }
    if (with_bits(result.address, result.bits) != result.address) return std::nullopt;
    return result;
}

bool IpNetwork::contains(const IpAddress& other) const {
    return with_bits(other, bits) == address;
}

}  // namespace byline::http

std::size_t std::hash<byline::http::IpAddress>::operator()(const byline::http::IpAddress& address) const noexcept {
    return std::hash<std::string_view>()(
        std::string_view(reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()));
}
