// Block prints are short digests of a text's blocks (paragraphs, headings, lists ...), one after the other: enough to
// tell later how many of them are no longer as they were. Rewrapped lines have the print that they had.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.hpp"

namespace byline::site {

using BlockPrint = std::uint32_t;  // of 20 bits

// Blocks beyond this many count as one.
inline constexpr std::size_t most_block_prints = 2'000;

[[nodiscard]] std::vector<BlockPrint> block_prints(const markdown::Document& document);

// How many blocks were added, changed or taken away; one that only moved counts for nothing.
[[nodiscard]] std::size_t blocks_behind(std::vector<BlockPrint> then, std::vector<BlockPrint> now);

// What a translation's key `translated_from` says: the language of its original, and that text's blocks at that time.
struct TranslatedFrom {
    std::string language;
    std::vector<BlockPrint> blocks;
};

// "en 3k0f9a2m…": a space after the language, then four letters and digits for each block.
[[nodiscard]] std::string format_translated_from(const TranslatedFrom& from);
[[nodiscard]] std::optional<TranslatedFrom> parse_translated_from(std::string_view text);

}  // namespace byline::site
