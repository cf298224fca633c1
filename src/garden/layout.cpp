#include "garden/layout.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "garden/quadtree.hpp"
#include "text/digest.hpp"

namespace byline::garden {
namespace {

constexpr std::int64_t unit = 4096;  // of the length of a link, while forces move the nodes
constexpr std::int64_t strongest = std::int64_t{1} << 30;
constexpr int rounds = 160;

// Exact: a square root of an integer below 2^53 is rounded alike everywhere.
std::int64_t root_of(std::int64_t square) {
    return static_cast<std::int64_t>(std::sqrt(static_cast<double>(square)));
}

class Component {
  public:
    Component(std::span<const std::string> keys, std::span<const std::uint32_t> nodes, std::vector<Edge> edges)
        : edges_(std::move(edges)) {
        const std::int64_t side = unit * (1 + root_of(static_cast<std::int64_t>(nodes.size())));
        for (const std::uint32_t node : nodes) {
            const std::uint64_t digest = text::digest64_of(keys[node]);
            places_.push_back({static_cast<std::int64_t>((digest >> 32) % static_cast<std::uint64_t>(side)),
                               static_cast<std::int64_t>((digest & 0xffffffff) % static_cast<std::uint64_t>(side))});
        }
        if (places_.size() > 1) settle(side);
        shift_to_origin();
    }

    [[nodiscard]] const std::vector<Point>& places() const { return places_; }
    [[nodiscard]] std::int64_t width() const { return width_; }
    [[nodiscard]] std::int64_t height() const { return height_; }

  private:
    void settle(std::int64_t side) {
        std::vector<Point> forces(places_.size());
        for (int round = 0; round < rounds; ++round) {
            const std::int64_t farthest = unit / 40 + side / 4 * (rounds - round) / rounds;
            push_apart(forces);
            pull_together(forces, side / 2);
            for (std::size_t i = 0; i < places_.size(); ++i) move(places_[i], forces[i], farthest);
        }
    }

    void push_apart(std::vector<Point>& forces) const {
        const Quadtree tree(places_);
        for (std::uint32_t i = 0; i < places_.size(); ++i) {
            Point force;
            tree.for_each_seen_from(i, [&](Point other, std::int64_t mass) {
                std::int64_t dx = places_[i].x - other.x;
                std::int64_t dy = places_[i].y - other.y;
                if (dx == 0 && dy == 0) {  // one upon the other: each goes its own way
                    dx = 1 + i % 7;
                    dy = 4 - static_cast<std::int64_t>(i % 9);
                }
                const auto square = static_cast<double>(dx * dx + dy * dy);
                force.x += static_cast<std::int64_t>(static_cast<double>(mass * unit * unit * dx) / square);
                force.y += static_cast<std::int64_t>(static_cast<double>(mass * unit * unit * dy) / square);
            });
            forces[i] = force;
        }
    }

    void pull_together(std::vector<Point>& forces, std::int64_t centre) const {
        for (const Edge& edge : edges_) {
            const std::int64_t dx = places_[edge.to].x - places_[edge.from].x;
            const std::int64_t dy = places_[edge.to].y - places_[edge.from].y;
            const std::int64_t length = root_of(dx * dx + dy * dy);
            const Point force{length * dx / unit, length * dy / unit};
            forces[edge.from].x += force.x;
            forces[edge.from].y += force.y;
            forces[edge.to].x -= force.x;
            forces[edge.to].y -= force.y;
        }
        // As strong as it is far to the centre: then each node has some three squares of a link's length to itself.
        for (std::size_t i = 0; i < forces.size(); ++i) {
            forces[i].x += centre - places_[i].x;
            forces[i].y += centre - places_[i].y;
        }
    }

    static void move(Point& place, Point force, std::int64_t farthest) {
        force.x = std::clamp(force.x, -strongest, strongest);
        force.y = std::clamp(force.y, -strongest, strongest);
        // Less than 2^61: beyond what doubles hold exactly, but each step is rounded alike.
        const std::int64_t length = root_of(force.x * force.x + force.y * force.y);
        if (length == 0) return;
        const std::int64_t step = std::min(length, farthest);
        place.x += force.x * step / length;
        place.y += force.y * step / length;
    }

    void shift_to_origin() {
        const auto [left, right] = std::ranges::minmax(places_, {}, &Point::x);
        const auto [upper, lower] = std::ranges::minmax(places_, {}, &Point::y);
        width_ = right.x - left.x;
        height_ = lower.y - upper.y;
        for (Point& place : places_) place = {place.x - left.x, place.y - upper.y};
    }

    std::vector<Edge> edges_;  // by places
    std::vector<Point> places_;
    std::int64_t width_ = 0;
    std::int64_t height_ = 0;
};

// The nodes of each connected part, the largest part first.
std::vector<std::vector<std::uint32_t>> connected_parts(std::size_t nodes, std::span<const Edge> edges) {
    std::vector<std::uint32_t> root(nodes);
    std::iota(root.begin(), root.end(), 0U);
    const auto root_of_node = [&](std::uint32_t node) {
        while (root[node] != node) node = root[node] = root[root[node]];
        return node;
    };
    for (const Edge& edge : edges) {
        const std::uint32_t a = root_of_node(edge.from);
        const std::uint32_t b = root_of_node(edge.to);
        root[std::max(a, b)] = std::min(a, b);
    }
    std::vector<std::vector<std::uint32_t>> by_root(nodes);
    for (std::uint32_t node = 0; node < nodes; ++node) by_root[root_of_node(node)].push_back(node);
    std::erase_if(by_root, [](const auto& part) { return part.empty(); });
    std::ranges::stable_sort(by_root, std::ranges::greater(), &std::vector<std::uint32_t>::size);
    return by_root;
}

}  // namespace

Layout lay_out(std::span<const std::string> keys, std::span<const Edge> edges) {
    Layout layout;
    layout.points.resize(keys.size());
    const auto parts = connected_parts(keys.size(), edges);
    std::vector<std::uint32_t> part_of(keys.size());
    std::vector<std::uint32_t> place_in_part(keys.size());
    for (std::uint32_t p = 0; p < parts.size(); ++p) {
        for (std::uint32_t i = 0; i < parts[p].size(); ++i) {
            part_of[parts[p][i]] = p;
            place_in_part[parts[p][i]] = i;
        }
    }
    std::vector<std::vector<Edge>> part_edges(parts.size());
    for (const Edge& edge : edges)
        part_edges[part_of[edge.from]].push_back({place_in_part[edge.from], place_in_part[edge.to]});

    std::vector<Component> components;
    components.reserve(parts.size());
    std::int64_t area = 0;  // in squares of a link's length
    std::int64_t widest = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const Component& part = components.emplace_back(keys, parts[p], std::move(part_edges[p]));
        area += (part.width() / unit + 2) * (part.height() / unit + 2);
        widest = std::max(widest, part.width());
    }
    const std::int64_t row_width = std::max(widest, root_of(area * 3 / 2) * unit);
    const auto pixels = [](std::int64_t length) { return length * link_length / unit; };
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t row_height = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const Component& part = components[p];
        if (x > 0 && x + part.width() > row_width) {
            y += row_height + 2 * unit;
            x = row_height = 0;
        }
        for (std::size_t i = 0; i < parts[p].size(); ++i) {
            const Point place{layout_margin + pixels(x + part.places()[i].x),
                              layout_margin + pixels(y + part.places()[i].y)};
            layout.points[parts[p][i]] = place;
            layout.width = std::max(layout.width, place.x + layout_margin);
            layout.height = std::max(layout.height, place.y + layout_margin);
        }
        x += part.width() + 2 * unit;
        row_height = std::max(row_height, part.height());
    }
    return layout;
}

}  // namespace byline::garden
