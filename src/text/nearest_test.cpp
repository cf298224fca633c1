#include "text/nearest.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

constexpr std::array<std::string_view, 6> keys{"title", "date", "tags", "language", "summary", "标签"};

TEST(Nearest, FindsWhatWasMeant) {
    EXPECT_EQ(nearest("titel", keys), "title");
    EXPECT_EQ(nearest("Title", keys), "title");
    EXPECT_EQ(nearest("tittle", keys), "title");
    EXPECT_EQ(nearest("tag", keys), "tags");
    EXPECT_EQ(nearest("langauge", keys), "language");
    EXPECT_EQ(nearest("sumary", keys), "summary");
    EXPECT_EQ(nearest("标鉴", keys), "标签");
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
    for (const char* wrong : {"", "x", "zz", "copyright", "categories", "é"}) {
        EXPECT_FALSE(nearest(wrong, keys)) << wrong;
    }
    EXPECT_FALSE(nearest("title", {}));
    EXPECT_FALSE(nearest(std::string(100000, 'x'), keys));
}

TEST(Nearest, CountsEdits) {
    EXPECT_EQ(edit_distance("", "", 3), 0U);
    EXPECT_EQ(edit_distance("abc", "", 3), 3U);
    EXPECT_EQ(edit_distance("abc", "acb", 3), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
    EXPECT_EQ(edit_distance("中文", "文中", 3), 1U);
    EXPECT_EQ(edit_distance("ca", "abc", 3), 3U);
}

}  // namespace
}  // namespace byline::text
