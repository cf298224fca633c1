#include "garden/labels.hpp"

#include <algorithm>
#include <array>

namespace byline::garden {
namespace {

struct Box {
    std::int64_t left = 0;
    std::int64_t top = 0;
    std::int64_t right = 0;
    std::int64_t bottom = 0;

    [[nodiscard]] bool overlaps(const Box& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

Box box_of(const LabelledNode& node) {
    return {node.place.x - node.radius, node.place.y - node.radius, node.place.x + node.radius,
            node.place.y + node.radius};
}

Box box_of(const LabelledNode& node, LabelSide side) {
    const auto [x, y] = node.place;
    const std::int64_t away = node.radius + label_distance;
    const std::int64_t half_width = (node.width + 1) / 2;
    const std::int64_t half_height = label_height / 2;
    switch (side) {
        case LabelSide::Below: return {x - half_width, y + away, x + half_width, y + away + label_height};
        case LabelSide::Above: return {x - half_width, y - away - label_height, x + half_width, y - away};
        case LabelSide::Right: return {x + away, y - half_height, x + away + node.width, y + half_height};
        case LabelSide::Left: return {x - away - node.width, y - half_height, x - away, y + half_height};
    }
    return {};
}

}  // namespace

std::vector<std::optional<LabelSide>> place_labels(std::span<const LabelledNode> nodes, std::int64_t width) {
    std::vector<Box> taken;  // by nodes, then by labels
    for (const LabelledNode& node : nodes) taken.push_back(box_of(node));
    std::vector<std::optional<LabelSide>> sides(nodes.size());
    constexpr std::array<LabelSide, 4> all = {LabelSide::Below, LabelSide::Above, LabelSide::Right, LabelSide::Left};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const LabelSide side : all) {
            const Box box = box_of(nodes[i], side);
            if (box.left < 0 || box.right > width || box.top < 0) continue;
            if (std::ranges::any_of(taken, [&](const Box& other) { return box.overlaps(other); })) continue;
            sides[i] = side;
            taken.push_back(box);
            break;
        }
    }
    return sides;
}

}  // namespace byline::garden
