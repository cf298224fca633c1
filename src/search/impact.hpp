// impact() says how much a document is about a term, in 32 steps: the part of BM25F that does not ask other documents.
// Pure, in integers, so that every machine gets the same.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "search/sizes.hpp"
#include "search/terms.hpp"

namespace byline::search {

inline constexpr unsigned impact_bits = 5;

// Knows the average length, and what it makes of every count and length. Constant once made.
class ImpactTable {
  public:
    constexpr explicit ImpactTable(unsigned average_class) {
        for (unsigned length_class = 0; length_class < steps_.size(); ++length_class) {
            for (unsigned count = 0; count <= evidence_count_mask; ++count) {
                steps_[length_class][count] = text_steps(count, length_class, average_class);
            }
        }
    }

    // The saturated count in texts, for length of text against the average, plus what title, heading and tag add. A
    // word of a short title says more than one of a long one.
    [[nodiscard]] constexpr std::uint8_t impact(std::uint8_t evidence, unsigned length_class,
                                                std::uint32_t title_length) const {
        std::uint32_t steps = steps_[length_class][evidence & evidence_count_mask];
        if ((evidence & evidence_title) != 0) steps += 256 * 5 + 256 * 60 / (3 + std::min(title_length, 60U));
        if ((evidence & evidence_heading) != 0) steps += 256 * 3;
        if ((evidence & evidence_tag) != 0) steps += 256 * 5;
        return static_cast<std::uint8_t>(std::clamp((steps + 128) / 256, 1U, 1U << impact_bits) - 1);
    }

  private:
    // In 256ths.
    static constexpr std::uint32_t text_steps(std::uint64_t count, unsigned length_class, unsigned average_class) {
        constexpr std::uint64_t one = 10;  // steps that a text gets which says nothing else
        constexpr std::uint64_t k1 = 307;  // 1.2, in 256ths
        constexpr std::uint64_t b = 150;   // 0.59, in 256ths
        constexpr unsigned far = 8;        // classes; no text counts as more than 16 times longer or shorter
        const unsigned bounded =
            std::clamp(length_class, average_class > far ? average_class - far : 0U, average_class + far);
        const std::uint64_t ratio = length_of_class(bounded) * 256 / length_of_class(average_class);
        const std::uint64_t k = k1 * (256 - b + b * ratio / 256) / 256;
        return static_cast<std::uint32_t>(256 * one * 256 * count / (256 * count + k));
    }

    std::array<std::array<std::uint32_t, evidence_count_mask + 1>, max_length_class + 1> steps_ = {};
};

}  // namespace byline::search
