// assign_ids() gives every document a number that does not follow from how many there are before it, so that a new one
// leaves the numbers of the others as they are.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace byline::search {

// The number of each address, below 2^id_bits, all different. `addresses` are sorted, each once, and an eighth as many
// as numbers at most. The number is a digest of the address. Where two meet, the one with the smaller digest has it,
// and the other takes the next that its address gives: what comes out follows from the set alone, and an address more
// or less moves another one rarely.
[[nodiscard]] std::vector<std::uint32_t> assign_ids(std::span<const std::string> addresses, unsigned id_bits);

}  // namespace byline::search
