// highlight() cuts code into spans, each of one class, in time linear in its length.
// Safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "highlighting/language.hpp"
#include "highlighting/languages.hpp"
#include "highlighting/token_class.hpp"

namespace byline::highlighting {

// Spans follow one another without a gap: each begins where the last one ends.
struct Span {
    std::uint32_t end = 0;  // in bytes
    TokenClass token_class = TokenClass::None;

    friend bool operator==(const Span&, const Span&) = default;
};

// Longer code is one span without a class.
inline constexpr std::size_t most_code_bytes = std::size_t{16} << 20U;

struct HighlightAccount {
    std::uint64_t steps = 0;  // bytes that automata looked at
};

// All of `code`, in order; two neighbours are never of the same class. Bytes that are no UTF-8 are kept as they are,
// and a code point is never cut in two. `account` may be null.
[[nodiscard]] std::vector<Span> highlight(const Languages& languages, const Language& language, std::string_view code,
                                          HighlightAccount* account = nullptr);

}  // namespace byline::highlighting
