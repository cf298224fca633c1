#include "garden/mentions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::garden {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> found(const std::vector<std::string>& texts, const std::vector<Name>& names) {
    std::vector<std::string> lines;
    for (const Mention& mention : find_mentions(texts, names))
        lines.push_back(std::to_string(mention.source) + ">" + std::to_string(mention.target) + " " + mention.words);
    return lines;
}

TEST(Mentions, AreFoundBetweenWordsInEitherCase) {
    EXPECT_THAT(
        found({"", "The dns resolver, again: DNS Resolver.", "dns resolvers", "xDNS Resolver"}, {{"DNS resolver", 0}}),
        ElementsAre("1>0 The dns resolver, again: DNS Resolver."));
}

TEST(Mentions, AreFoundAnywhereInChinese) {
    EXPECT_THAT(found({"", "他在讲域名解析的故事。", "使用DNS解析器来做"}, {{"域名解析", 0}, {"DNS解析", 0}}),
                ElementsAre("1>0 他在讲域名解析的故事。", "2>0 使用DNS解析器来做"));
}

TEST(Mentions, OfLongAndShortNamesAreBothFound) {
    EXPECT_THAT(found({"", "", "", "a cache of queues here"}, {{"cache of queues", 0}, {"queues", 1}, {"cache", 2}}),
                ElementsAre("3>2 a cache of queues here", "3>0 a cache of queues here", "3>1 a cache of queues here"));
}

TEST(Mentions, OfOneselfAndOfNamesakesAreNone) {
    EXPECT_THAT(found({"Queues are queues", "no"}, {{"queues", 0}}), IsEmpty());
    EXPECT_THAT(found({"", "", "queues"}, {{"queues", 0}, {"Queues", 1}}), IsEmpty());
}

TEST(Mentions, OfCommonNamesAreLeftOut) {
    std::vector<std::string> texts(200, "nothing");
    for (std::size_t i = 100; i < 130; ++i) texts[i] = "about queues";
    EXPECT_THAT(found(texts, {{"queues", 0}}), IsEmpty());
    texts.resize(115);
    EXPECT_THAT(found({"", "about queues"}, {{"queues", 0}}), ElementsAre("1>0 about queues"));
}

TEST(Mentions, ByTwoNamesAreOne) {
    EXPECT_THAT(found({"", "queues or message queues"}, {{"queues", 0}, {"message queues", 0}}),
                ElementsAre("1>0 queues or message queues"));
}

TEST(Mentions, AreCutAtWordsAndLines) {
    const std::string far(300, 'x');
    EXPECT_THAT(found({"", far + " said queues here " + far + "\nnext"}, {{"queues", 0}}),
                ElementsAre("1>0 …said queues here…"));
    EXPECT_THAT(found({"", "before\nsaid queues here\nafter"}, {{"queues", 0}}), ElementsAre("1>0 said queues here"));
}

TEST(Names, TellWhenTheyAreLongEnough) {
    for (const char* name : {"Caching", "域名解析", "缓存论", "DNS 缓存"}) EXPECT_TRUE(is_telling(name)) << name;
    for (const char* name : {"", "DNS", "Go", "C++20", "缓存", "!!!!!!"}) EXPECT_FALSE(is_telling(name)) << name;
}

}  // namespace
}  // namespace byline::garden
