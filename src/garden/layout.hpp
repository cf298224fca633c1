// Where the nodes of a graph are drawn: places on a plane so that what is linked stands together.
// Pure functions; safe from any thread. Integers throughout, and no random numbers: the same graph has the same layout
// whatever compiled it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace byline::garden {

// Between two nodes, by their indices.
struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;

    friend auto operator<=>(const Edge&, const Edge&) = default;
};

struct Point {
    std::int64_t x = 0;
    std::int64_t y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

// In CSS pixels, from the upper left corner.
struct Layout {
    std::vector<Point> points;  // by node; at least layout_margin from every side
    std::int64_t width = 0;
    std::int64_t height = 0;
};

inline constexpr std::int64_t layout_margin = 84;
inline constexpr std::int64_t link_length = 48;  // that a link alone would have

// Forces between all nodes, far ones taken together (Barnes and Hut, Nature 324, 1986; Fruchterman and Reingold 1991),
// for each connected part by itself; the parts are laid out in rows, the largest first. `keys` decide where each node
// begins. Takes some n log n steps: about a quarter of a second for a thousand nodes.
[[nodiscard]] Layout lay_out(std::span<const std::string> keys, std::span<const Edge> edges);

}  // namespace byline::garden
