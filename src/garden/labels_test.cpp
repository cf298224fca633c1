#include "garden/labels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::garden {
namespace {

using ::testing::ElementsAre;
using Sides = std::vector<std::optional<LabelSide>>;

TEST(PlaceLabels, StandBelowWhereThereIsRoom) {
    const std::vector<LabelledNode> nodes = {{{100, 100}, 5, 80}, {{300, 100}, 5, 80}};
    EXPECT_THAT(place_labels(nodes, 400), ElementsAre(LabelSide::Below, LabelSide::Below));
}

TEST(PlaceLabels, MakeWayForNodesAndForEarlierLabels) {
    // The second node lies where the first one's label would stand below; the third beside both.
    const std::vector<LabelledNode> nodes = {{{100, 100}, 5, 80}, {{100, 114}, 5, 80}, {{170, 114}, 5, 80}};
    EXPECT_THAT(place_labels(nodes, 400), ElementsAre(LabelSide::Above, LabelSide::Below, LabelSide::Right));
}

TEST(PlaceLabels, StayInsideAndMayHaveNoRoomAtAll) {
    EXPECT_EQ(place_labels(std::vector<LabelledNode>{{{20, 100}, 5, 80}}, 400), (Sides{LabelSide::Right}));
    EXPECT_EQ(place_labels(std::vector<LabelledNode>{{{380, 100}, 5, 80}}, 400), (Sides{LabelSide::Left}));
    EXPECT_EQ(place_labels(std::vector<LabelledNode>{{{20, 100}, 5, 80}}, 60), (Sides{std::nullopt}));
}

}  // namespace
}  // namespace byline::garden
