#include "site/seldom.hpp"

#include <gtest/gtest.h>

namespace byline::site {
namespace {

TEST(Seldom, IsAnOptional) {
    Seldom<std::string> text;
    EXPECT_FALSE(text);
    EXPECT_FALSE(std::optional<std::string>(text));
    text = std::string("重庆");
    ASSERT_TRUE(text.has_value());
    EXPECT_EQ(*text, "重庆");
    EXPECT_EQ(text->size(), 6U);
    EXPECT_EQ(std::optional<std::string>(text), "重庆");
    text = std::optional<std::string>();
    EXPECT_FALSE(text);
    text.emplace() = "a";
    text.reset();
    EXPECT_FALSE(text);
}

TEST(Seldom, CopiesDeeply) {
    Seldom<std::string> first;
    first.emplace() = "a";
    Seldom<std::string> second = first;
    EXPECT_EQ(first, second);
    *second = "b";
    EXPECT_EQ(*first, "a");
    EXPECT_FALSE(first == second);
    first = second;
    first = *&first;
    EXPECT_EQ(first, second);
    second = Seldom<std::string>();
    EXPECT_FALSE(first == second);
    EXPECT_EQ(second, Seldom<std::string>());
    const Seldom<std::string> moved = std::move(first);
    EXPECT_EQ(*moved, "b");
}

TEST(SeldomText, IsAText) {
    SeldomText text;
    EXPECT_TRUE(text.empty());
    EXPECT_EQ(text, "");
    text = "重庆";
    const std::string& as_string = text;
    const std::string_view as_view = text;
    EXPECT_EQ(as_string, "重庆");
    EXPECT_EQ(as_view, "重庆");
    EXPECT_EQ(text, "重庆");
    SeldomText other = text;
    EXPECT_EQ(other, text);
    other.clear();
    EXPECT_TRUE(other.empty());
    text = "";
    EXPECT_EQ(other, text);
}

}  // namespace
}  // namespace byline::site
