#include "site/block_prints.hpp"

#include <gtest/gtest.h>

#include "markdown/parse.hpp"

namespace byline::site {
namespace {

std::vector<BlockPrint> prints(std::string text) {
    return block_prints(markdown::parse(std::move(text)));
}

TEST(BlockPrintsTest, AreOneForEachBlock) {
    EXPECT_EQ(prints("# Title\n\none\ntwo\n\n- a\n- b\n\n第三段。\n").size(), 4U);
    EXPECT_EQ(prints("").size(), 0U);
    EXPECT_EQ(prints("one two\n\nthree\n"), prints("one\ntwo  \n\n\n\nthree"));  // rewrapped
    EXPECT_NE(prints("one two\n"), prints("one, two\n"));
    EXPECT_NE(prints("第一段。\n"), prints("第二段。\n"));
}

TEST(BlockPrintsTest, CountWhatIsNoLongerAsItWas) {
    const std::string old = "a\n\nb\n\nb\n\nc\n";
    const auto behind = [&](const std::string& now) { return blocks_behind(prints(old), prints(now)); };
    EXPECT_EQ(behind(old), 0U);
    EXPECT_EQ(behind("c\n\na\n\nb\n\nb\n"), 0U);            // moved
    EXPECT_EQ(behind("a\n\nb\n\nb\n\nc, more\n"), 1U);      // changed
    EXPECT_EQ(behind("a\n\nb\n\nb\n\nc\n\nd\n\ne\n"), 2U);  // added
    EXPECT_EQ(behind("a\n\nb\n\nc\n"), 1U);                 // one of two alike taken away
    EXPECT_EQ(behind("x\n\nb\n\nb\n\ny\n\nz\n"), 3U);
    EXPECT_EQ(behind(""), 4U);
}

TEST(BlockPrintsTest, AreBounded) {
    std::string text;
    for (std::size_t i = 0; i < most_block_prints + 5; ++i) text += std::to_string(i) + "\n\n";
    EXPECT_EQ(prints(text).size(), most_block_prints);
    EXPECT_EQ(blocks_behind(prints(text), prints(text + "more\n")), 1U);
}

TEST(BlockPrintsTest, AreWrittenAndReadBack) {
    const TranslatedFrom from{"zh", {0, 1, 31, 32, 0xfffff}};
    const std::string text = format_translated_from(from);
    EXPECT_EQ(text, "zh 00000001000z0010zzzz");
    const auto read = parse_translated_from(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->language, "zh");
    EXPECT_EQ(read->blocks, from.blocks);
    EXPECT_TRUE(parse_translated_from("en "));
    for (const char* wrong : {"", "en", " 0000", "en 000", "en 000u", "en 0000 0000", "en 0000\n"})
        EXPECT_FALSE(parse_translated_from(wrong)) << wrong;
}

}  // namespace
}  // namespace byline::site
