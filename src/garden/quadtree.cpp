#include "garden/quadtree.hpp"

#include <algorithm>

namespace byline::garden {

Quadtree::Quadtree(std::span<const Point> points) : points_(points) {
    const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
    const auto [upper, lower] = std::ranges::minmax(points, {}, &Point::y);
    Square whole;
    whole.corner = {left.x, upper.y};
    whole.side = std::max(right.x - left.x, lower.y - upper.y) + 1;
    squares_.reserve(points.size() * 3);
    squares_.push_back(whole);
    for (std::uint32_t i = 0; i < points.size(); ++i) add(i);
}

std::uint32_t Quadtree::child_for(const Square& square, Point place) const {
    const std::int64_t half = square.side / 2;
    return square.first_child + (place.x >= square.corner.x + half ? 1U : 0U) +
           (place.y >= square.corner.y + half ? 2U : 0U);
}

void Quadtree::add(std::uint32_t point) {
    const Point place = points_[point];
    std::uint32_t at = 0;
    for (std::size_t depth = 1;; ++depth) {
        const bool was_empty = squares_[at].mass == 0;
        ++squares_[at].mass;
        squares_[at].sum.x += place.x;
        squares_[at].sum.y += place.y;
        if (was_empty) {
            squares_[at].only_point = point;
            return;
        }
        if (squares_[at].first_child == 0) {
            if (depth == deepest || squares_[at].side < 2) {
                squares_[at].only_point = no_point;
                return;
            }
            // The point that had the square to itself goes one down.
            const auto first = static_cast<std::uint32_t>(squares_.size());
            const std::int64_t half = squares_[at].side / 2;
            const Point corner = squares_[at].corner;
            for (std::uint32_t i = 0; i < 4; ++i) {
                Square child;
                child.corner = {corner.x + (i % 2) * half, corner.y + (i / 2) * half};
                child.side = squares_[at].side - half;
                squares_.push_back(child);
            }
            squares_[at].first_child = first;
            const std::uint32_t earlier = squares_[at].only_point;
            squares_[at].only_point = no_point;
            Square& child = squares_[child_for(squares_[at], points_[earlier])];
            child.mass = 1;
            child.sum = points_[earlier];
            child.only_point = earlier;
        }
        at = child_for(squares_[at], place);
    }
}

}  // namespace byline::garden
