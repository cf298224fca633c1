#include "conversation/network.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace byline::conversation {

std::string network_of(std::string_view address) {
    const std::string text(address.substr(0, address.find('%')));  // without the zone of a link-local address
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
        return inet_ntop(AF_INET, bytes.data(), out.data(), out.size());
    }
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return {};
    constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
        return inet_ntop(AF_INET, bytes.data() + mapped.size(), out.data(), out.size());
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return std::string(inet_ntop(AF_INET6, bytes.data(), out.data(), out.size())) + "/64";
}

std::string network_digest(const secrets::Key& key, std::string_view address) {
    constexpr std::size_t digits = 32;
    return key.digest("network", network_of(address)).substr(0, digits);
}

std::string reader_digest(const secrets::Key& key, std::string_view address, std::string_view user_agent) {
    constexpr std::size_t digits = 32;
    return key.digest("reader", network_of(address) + '\n' + std::string(user_agent.substr(0, 512))).substr(0, digits);
}

}  // namespace byline::conversation
