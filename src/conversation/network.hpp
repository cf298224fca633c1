// A network is what counts as one sender when nobody has signed in.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "secrets/key.hpp"

namespace byline::conversation {

// "203.0.113.7" of an IPv4 address, "2001:db8:1:2::/64" of an IPv6 one; an IPv4 address written as IPv6 is the former.
// IPv4 counts by the address, because a sender seldom has two of them while a /24 is full of neighbours; IPv6 by /64,
// because that is what one customer is given. Empty for what is no address.
[[nodiscard]] std::string network_of(std::string_view address);

// What is stored instead: nobody who takes the store along learns the address. Another key each day would hide more,
// but a like could not be taken back the day after.
[[nodiscard]] std::string network_digest(const secrets::Key& key, std::string_view address);

// Who likes, as far as it can be told without a cookie: the network and what the browser calls itself. Two readers
// behind one address with the same browser are one; a reader with two networks is two.
[[nodiscard]] std::string reader_digest(const secrets::Key& key, std::string_view address, std::string_view user_agent);

}  // namespace byline::conversation
