// Sizes say how an index is laid out. They follow from what the index holds as a whole, so equal documents make equal
// layouts; when an edit changes them, the index is made anew.
// Values and pure functions.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace byline::search {

// What is counted over all documents.
struct Totals {
    std::uint64_t documents = 0;
    std::uint64_t length = 0;    // tokens of all texts
    std::uint64_t postings = 0;  // terms of each document, added up
    std::uint64_t words = 0;     // different ones in the dictionary
    std::uint64_t contents =
        0;  // sum of the digests of all documents, modulo 2^64: another one when any text is another

    friend bool operator==(const Totals&, const Totals&) = default;
};

inline constexpr std::uint64_t max_documents = std::uint64_t{1} << 20U;

inline constexpr unsigned max_pair_bits = 20;

struct Sizes {
    unsigned id_bits = 4;       // documents have numbers below 2^id_bits
    unsigned term_bits = 0;     // postings lie in 2^term_bits chunks
    unsigned word_bits = 0;     // the dictionary lies in 2^word_bits chunks
    unsigned length_class = 0;  // of a document of average length

    friend bool operator==(const Sizes&, const Sizes&) = default;

    // Pairs of words are told apart by so many bits of their digests.
    [[nodiscard]] unsigned pair_bits() const { return std::min(id_bits, max_pair_bits); }
};

inline constexpr unsigned max_length_class = 63;

// Lengths are told apart in steps of the square root of two.
[[nodiscard]] constexpr unsigned length_class_of(std::uint64_t length) {
    unsigned length_class = 0;
    if (length > 1) {
        const auto whole = static_cast<unsigned>(std::bit_width(length)) - 1;
        const std::uint64_t middle = (std::uint64_t{1} << whole) + (std::uint64_t{106} << whole) / 256;
        length_class = 2 * whole + (length >= middle ? 1 : 0);
    }
    return std::min(length_class, max_length_class);
}

[[nodiscard]] constexpr std::uint64_t length_of_class(unsigned length_class) {
    const std::uint64_t whole = std::uint64_t{256} << (length_class / 2);
    return (length_class % 2 == 0 ? whole : whole * 362 / 256);
}

// More than four times as many numbers as documents, so that two addresses rarely meet; known before any document is
// read.
[[nodiscard]] constexpr unsigned id_bits_of(std::uint64_t documents) {
    return std::max(4U, static_cast<unsigned>(std::bit_width(documents)) + 2);
}

[[nodiscard]] constexpr unsigned bits_for(std::uint64_t items, std::uint64_t items_a_chunk) {
    return static_cast<unsigned>(std::bit_width(items / items_a_chunk));
}

[[nodiscard]] constexpr Sizes sizes_of(const Totals& totals) {
    return {.id_bits = id_bits_of(totals.documents),
            .term_bits = bits_for(totals.postings, 4096),
            .word_bits = bits_for(totals.words, 150),
            .length_class = length_class_of(totals.documents == 0 ? 0 : totals.length / totals.documents)};
}

}  // namespace byline::search
