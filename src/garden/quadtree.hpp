// A Quadtree cuts a plane with points into squares, so that many far ones can be taken for one.
// Built once, then only read: any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "garden/layout.hpp"

namespace byline::garden {

class Quadtree {
  public:
    // The points must outlive it.
    explicit Quadtree(std::span<const Point> points);

    // Calls `visit(centre, mass)` for all other points: near ones by themselves, far ones by the square that holds
    // them.
    template <typename Visit>
    void for_each_seen_from(std::uint32_t point, Visit&& visit) const {
        std::array<std::uint32_t, 4 * deepest> left{};  // each level leaves three squares behind
        std::size_t count = 1;
        while (count > 0) {
            const Square& square = squares_[left[--count]];
            if (square.mass == 0) continue;
            const Point centre{square.sum.x / square.mass, square.sum.y / square.mass};
            const std::int64_t dx = centre.x - points_[point].x;
            const std::int64_t dy = centre.y - points_[point].y;
            // Never one that the point itself lies in: none is farther in it than the diagonal.
            const bool is_far = square.side * square.side * 2 < dx * dx + dy * dy;
            if (square.first_child == 0 || is_far) {
                if (square.only_point != point) visit(centre, square.mass);
                continue;
            }
            for (std::uint32_t i = 0; i < 4; ++i) left[count++] = square.first_child + i;
        }
    }

  private:
    static constexpr std::size_t deepest = 20;  // below, points are one
    static constexpr std::uint32_t no_point = 0xffffffff;

    struct Square {
        Point corner;
        std::int64_t side = 0;
        std::int64_t mass = 0;
        Point sum;
        std::uint32_t first_child = 0;  // of four; zero for none
        std::uint32_t only_point = no_point;
    };

    void add(std::uint32_t point);
    [[nodiscard]] std::uint32_t child_for(const Square& square, Point place) const;

    std::span<const Point> points_;
    std::vector<Square> squares_;
};

}  // namespace byline::garden
