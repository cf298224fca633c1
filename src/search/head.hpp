// The Head is the one file that a client reads first, and that every edit changes: sizes, totals, and what can be
// filtered by. With it stands the list of addresses, which only the next build reads. Values and pure functions;
// docs/search.md describes the bytes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/document.hpp"
#include "search/sizes.hpp"

namespace byline::search {

using Counts = std::map<std::string, std::uint64_t, std::less<>>;  // how many documents have a value; never 0

struct Head {
    Totals totals;
    Sizes sizes;
    Counts kinds;
    Counts languages;
    std::uint64_t tags = 0;  // different ones; their names are in a file of their own

    friend bool operator==(const Head&, const Head&) = default;
};

[[nodiscard]] std::string encode_head(const Head& head);
// Nothing when the bytes are not what encode_head() makes, or sizes do not follow from totals.
[[nodiscard]] std::optional<Head> decode_head(std::string_view bytes);

// `addresses` are sorted, each once, without line breaks.
[[nodiscard]] std::string encode_addresses(const std::vector<std::string>& addresses);
[[nodiscard]] std::optional<std::vector<std::string>> decode_addresses(std::string_view bytes);

// Paths below search/ of the output.
inline constexpr std::string_view head_path = "index.txt";
inline constexpr std::string_view addresses_path = "addresses.bin";
inline constexpr std::string_view tags_path = "tags.bin";
[[nodiscard]] std::string document_path(std::uint32_t document, const Sizes& sizes);
[[nodiscard]] std::string part_path(std::uint32_t document, std::size_t part, const Sizes& sizes);  // from 1 on
[[nodiscard]] std::string postings_path(std::uint32_t bucket, const Sizes& sizes);
[[nodiscard]] std::string words_path(std::uint32_t bucket, const Sizes& sizes);

// Buckets of a term's postings, and of one of dictionary_keys().
[[nodiscard]] std::uint32_t term_bucket(std::string_view term, const Sizes& sizes);
[[nodiscard]] std::uint32_t word_bucket(std::string_view key, const Sizes& sizes);
// Of all its keys, sorted, each once; none for a word that is too short to be in the dictionary.
[[nodiscard]] std::vector<std::uint32_t> word_buckets(std::string_view folded_word, const Sizes& sizes);

}  // namespace byline::search
