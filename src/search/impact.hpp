// impact() says how much a document is about a term, in 32 steps: the part of BM25F that does not ask other documents.
// Pure, in integers, so that every machine gets the same.
#pragma once

#include <algorithm>
#include <cstdint>

#include "search/sizes.hpp"
#include "search/terms.hpp"

namespace byline::search {

inline constexpr unsigned impact_bits = 5;

// The saturated count in texts, for length of text against the average, plus what title, heading and tag add. A word of
// a short title says more than one of a long one.
[[nodiscard]] constexpr std::uint8_t impact(std::uint8_t evidence, unsigned length_class, unsigned average_class,
                                            std::uint32_t title_length) {
    constexpr std::uint64_t one = 10;  // steps that a text gets which says nothing else
    constexpr std::uint64_t k1 = 307;  // 1.2, in 256ths
    constexpr std::uint64_t b = 150;   // 0.59, in 256ths
    constexpr unsigned far = 8;        // classes; no text counts as more than 16 times longer or shorter
    const unsigned bounded =
        std::clamp(length_class, average_class > far ? average_class - far : 0U, average_class + far);
    const std::uint64_t ratio = length_of_class(bounded) * 256 / length_of_class(average_class);
    const std::uint64_t k = k1 * (256 - b + b * ratio / 256) / 256;
    const std::uint64_t count = evidence & evidence_count_mask;
    std::uint64_t steps = 256 * one * 256 * count / (256 * count + k);  // in 256ths
    if ((evidence & evidence_title) != 0) steps += 256 * 5 + 256 * 60 / (3 + std::min(title_length, 60U));
    if ((evidence & evidence_heading) != 0) steps += std::uint64_t{256} * 3;
    if ((evidence & evidence_tag) != 0) steps += std::uint64_t{256} * 5;
    return static_cast<std::uint8_t>(std::clamp<std::uint64_t>((steps + 128) / 256, 1, 1U << impact_bits) - 1);
}

}  // namespace byline::search
