#include "math/cesu8.hpp"

#include <gtest/gtest.h>

namespace byline::math {
namespace {

TEST(Cesu8, HoldsCharactersBeyondTheFirstPlaneAsTwoSurrogates) {
    EXPECT_EQ(utf8_to_cesu8("a中𝔤"), "a中\xED\xA0\xB5\xED\xB4\xA4");
    EXPECT_EQ(cesu8_to_utf8("a中\xED\xA0\xB5\xED\xB4\xA4"), "a中𝔤");
    EXPECT_EQ(cesu8_to_utf8(utf8_to_cesu8("\U0010FFFF\U00010000")), "\U0010FFFF\U00010000");
}

TEST(Cesu8, ReplacesSurrogatesThatStandAlone) {
    EXPECT_EQ(cesu8_to_utf8("\xED\xA0\xB5"), "\uFFFD");
    EXPECT_EQ(cesu8_to_utf8("\xED\xB4\xA4x"), "\uFFFDx");
    EXPECT_EQ(cesu8_to_utf8("\xED\xA0\xB5\xED\xA0\xB5\xED\xB4\xA4"), "\uFFFD𝔤");
    EXPECT_EQ(cesu8_to_utf8("\xED\xA0"), "\uFFFD\uFFFD");
}

TEST(Cesu8, FindsTheByteOfAUtf16Unit) {
    EXPECT_EQ(byte_of_utf16_unit("a中𝔤b", 0), 0U);
    EXPECT_EQ(byte_of_utf16_unit("a中𝔤b", 2), 4U);
    EXPECT_EQ(byte_of_utf16_unit("a中𝔤b", 4), 8U);
    EXPECT_EQ(byte_of_utf16_unit("a中𝔤b", 9), 9U);
}

}  // namespace
}  // namespace byline::math
