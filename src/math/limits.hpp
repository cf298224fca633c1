// Limits bound what one formula may cost; the same formula meets them on every machine.
// A value.
#pragma once

#include <cstddef>
#include <cstdint>

namespace byline::math {

struct Limits {
    std::size_t formula_bytes = std::size_t{32} << 10;
    std::size_t output_bytes = std::size_t{2} << 20;
    std::uint32_t expansions = 1000;                 // of macros
    std::uint32_t steps = 2'000'000;                 // calls and turns of loops; a long formula takes some ten thousand
    std::size_t heap_bytes = std::size_t{64} << 20;  // of one engine; Temml itself takes two million
};

}  // namespace byline::math
