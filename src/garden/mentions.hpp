// An unlinked mention: a text says what another work is called and does not link to it.
// Values; find_mentions() is pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byline::garden {

// A name of a work, as it could be said in a text.
struct Name {
    std::string text;
    std::uint32_t owner = 0;  // index among the works
};

struct Mention {
    std::uint32_t source = 0;  // the work whose text says the name
    std::uint32_t target = 0;
    std::string words;  // the sentence or part of it around the name, plain

    friend bool operator==(const Mention&, const Mention&) = default;
};

// Whether a name is worth looking for: at least four letters or digits, or three Chinese characters. Shorter ones are
// said too often without the work being meant.
[[nodiscard]] bool is_telling(std::string_view name);

// Finds the names in all texts (by work) in one pass over each (Aho and Corasick, CACM 18, 1975). Latin letters are
// the same in either case, and a name in letters is found between other words only; Chinese is found anywhere. A work
// does not mention itself; each pair is told once, at its first place. A name that several works have is left out, and
// so is one that more than a tenth of the texts say (of a hundred and more).
[[nodiscard]] std::vector<Mention> find_mentions(std::span<const std::string> texts, std::span<const Name> names);

}  // namespace byline::garden
