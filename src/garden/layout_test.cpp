#include "garden/layout.hpp"

#include <cmath>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::garden {
namespace {

struct Sample {
    std::vector<std::string> keys;
    std::vector<Edge> edges;
};

// `clusters` of some notes each, every one linked within, none to another.
Sample sample_of(std::uint32_t clusters, std::uint32_t size) {
    Sample sample;
    for (std::uint32_t c = 0; c < clusters; ++c) {
        for (std::uint32_t i = 0; i < size; ++i) {
            const std::uint32_t node = c * size + i;
            sample.keys.push_back("notes/n" + std::to_string(node) + ".md");
            if (i > 0) sample.edges.push_back({c * size + (i - 1) / 3, node});
        }
    }
    return sample;
}

double distance(const Point& a, const Point& b) {
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

TEST(Layout, StaysWithinItsBounds) {
    for (const auto& [clusters, size] : {std::pair{1U, 1U}, {1U, 2U}, {7U, 1U}, {3U, 20U}, {1U, 150U}}) {
        const Sample sample = sample_of(clusters, size);
        const Layout layout = lay_out(sample.keys, sample.edges);
        ASSERT_EQ(layout.points.size(), sample.keys.size());
        EXPECT_LE(layout.width, 64 * (static_cast<std::int64_t>(sample.keys.size()) + 8));
        EXPECT_LE(layout.height, 64 * (static_cast<std::int64_t>(sample.keys.size()) + 8));
        std::set<std::pair<std::int64_t, std::int64_t>> places;
        for (const Point& point : layout.points) {
            EXPECT_GE(point.x, layout_margin);
            EXPECT_GE(point.y, layout_margin);
            EXPECT_LE(point.x, layout.width - layout_margin);
            EXPECT_LE(point.y, layout.height - layout_margin);
            places.emplace(point.x, point.y);
        }
        EXPECT_EQ(places.size(), sample.keys.size()) << "two nodes at one place";
    }
    EXPECT_TRUE(lay_out({}, {}).points.empty());
}

TEST(Layout, IsTheSameFromEveryThread) {
    const Sample sample = sample_of(2, 60);
    const Layout first = lay_out(sample.keys, sample.edges);
    std::vector<Layout> others(3);
    {
        std::vector<std::jthread> threads;
        for (Layout& other : others) threads.emplace_back([&] { other = lay_out(sample.keys, sample.edges); });
    }
    for (const Layout& other : others) EXPECT_EQ(other.points, first.points);
}

TEST(Layout, PutsNeighboursNearerThanStrangers) {
    const Sample sample = sample_of(1, 120);
    const Layout layout = lay_out(sample.keys, sample.edges);
    double linked = 0;
    for (const Edge& edge : sample.edges) linked += distance(layout.points[edge.from], layout.points[edge.to]);
    double all = 0;
    for (const Point& a : layout.points) {
        for (const Point& b : layout.points) all += distance(a, b);
    }
    linked /= static_cast<double>(sample.edges.size());
    all /= static_cast<double>(layout.points.size() * (layout.points.size() - 1));
    EXPECT_LT(linked * 3, all);
}

TEST(Layout, KeepsPartsApart) {
    const Sample sample = sample_of(4, 12);
    const Layout layout = lay_out(sample.keys, sample.edges);
    for (std::size_t a = 0; a < sample.keys.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (a / 12 == b / 12) continue;
            EXPECT_GT(distance(layout.points[a], layout.points[b]), link_length);
        }
    }
}

TEST(Layout, TakesNodesThatBeginAtOnePlace) {
    const std::vector<std::string> keys(9, "the same");
    const std::vector<Edge> edges = {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}};
    const Layout layout = lay_out(keys, edges);
    EXPECT_GT(layout.width, 2 * layout_margin);
}

}  // namespace
}  // namespace byline::garden
