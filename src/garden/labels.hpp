// Where the names of a graph's nodes stand, so that none covers another or a node.
// Pure functions over values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "garden/layout.hpp"

namespace byline::garden {

// In the order in which they are tried.
enum class LabelSide : std::uint8_t { Below, Above, Right, Left };

struct LabelledNode {
    Point place;
    std::int64_t radius = 0;  // pixels, as all of this
    std::int64_t width = 0;   // of its label
};

inline constexpr std::int64_t label_height = 16;
inline constexpr std::int64_t label_distance = 2;  // from its node

// The side of each node where its label has room, if there is one; the first come first. `width` is that of the
// drawing.
[[nodiscard]] std::vector<std::optional<LabelSide>> place_labels(std::span<const LabelledNode> nodes,
                                                                 std::int64_t width);

}  // namespace byline::garden
