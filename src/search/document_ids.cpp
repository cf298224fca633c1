#include "search/document_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "text/digest.hpp"

namespace byline::search {

namespace {

// SplitMix64: the next number of a sequence that looks random.
std::uint64_t next_of(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state;
    mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31U;
}

}  // namespace

std::vector<std::uint32_t> assign_ids(std::span<const std::string> addresses, unsigned id_bits) {
    std::vector<std::uint64_t> digests;
    digests.reserve(addresses.size());
    for (const std::string& address : addresses) digests.push_back(text::digest64_of(address));
    std::vector<std::size_t> order(addresses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return digests[a] != digests[b] ? digests[a] < digests[b] : a < b; });
    std::vector<bool> taken(std::size_t{1} << id_bits);
    std::vector<std::uint32_t> ids(addresses.size());
    constexpr int random_tries = 64;  // three of four numbers are free: all fail once in 10^38 times
    for (const std::size_t index : order) {
        std::uint64_t state = digests[index];
        std::uint64_t id = 0;
        for (int tries = 0; tries == 0 || taken[id]; ++tries) {
            id = (tries < random_tries ? next_of(state) : id + 1) & ((std::uint64_t{1} << id_bits) - 1);
        }
        taken[id] = true;
        ids[index] = static_cast<std::uint32_t>(id);
    }
    return ids;
}

}  // namespace byline::search
