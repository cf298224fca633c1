// What holds for every text that might be an address, for the fuzzer and the tests.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "outbound/ip_address.hpp"

namespace byline::outbound {

inline bool address_is_sound(std::string_view text) {
    static_cast<void>(parse_network(text));
    const auto address = parse_ip_address(text);
    if (!address) return true;
    const auto again = parse_ip_address(to_text(*address));
    if (!again || *again != *address || why_not_public(*again) != why_not_public(*address)) return false;
    const unsigned bits = address->family == Family::V4 ? 32 : 128;
    return contains({*address, bits}, *address) && contains({{address->family, {}}, 0}, *address);
}

}  // namespace byline::outbound
