#include "markdown/link_sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "markdown/parse.hpp"
#include "text/utf8.hpp"

namespace byline::markdown {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// With the words of the link in brackets.
std::vector<std::string> marked(const std::string& markdown) {
    const Document document = parse(markdown);
    const auto found = references(document);
    std::vector<std::string> sentences;
    for (const LinkSentence& sentence : link_sentences(document, found)) {
        std::string text = sentence.text;
        text.insert(sentence.words_begin + sentence.words_size, "]");
        text.insert(sentence.words_begin, "[");
        sentences.push_back(std::move(text));
    }
    return sentences;
}

TEST(LinkSentences, AreTheSentenceAndNoMore) {
    EXPECT_THAT(marked("First one. Then [*two* words](a.md) follow! Third."), ElementsAre("Then [two words] follow!"));
    EXPECT_THAT(marked("前一句。这里说到[[域名]]，接着说。再一句。"), ElementsAre("这里说到[]，接着说。"));
    EXPECT_THAT(marked("他问：“是[谁](a.md)？”没有人答。"), ElementsAre("他问：“是[谁]？”"));
    EXPECT_THAT(marked("中文说 DNS. Then [English](a.md) too。完"), ElementsAre("Then [English] too。"));
    EXPECT_THAT(marked("See [[Target#part|this]]\nand *that*."), ElementsAre("See [this] and that."));
}

TEST(LinkSentences, DoNotEndAtAbbreviationsAndNumbers) {
    EXPECT_THAT(marked("Names, e.g. [this](a), by Dr. Who in v1.2 are fine. So."),
                ElementsAre("Names, e.g. [this], by Dr. Who in v1.2 are fine."));
    EXPECT_THAT(marked("It was so... and [then](a) not. J. Doe said [no](b)."),
                ElementsAre("It was so... and [then] not.", "J. Doe said [no]."));
    EXPECT_THAT(marked("That was I. He [came](a)."), ElementsAre("He [came]."));
}

TEST(LinkSentences, StayInTheirBlock) {
    EXPECT_THAT(marked("# A [title](a)\n\n- one [b](b)\n- two\n\n| x | y |\n|---|---|\n| [c](c) | d |\n"),
                ElementsAre("A [title]", "one [b]", "[c]"));
    EXPECT_THAT(marked("Text^[aside [inner](a) here] and [outer](b)."),
                ElementsAre("aside [inner] here", "Text and [outer]."));
}

TEST(LinkSentences, LeaveOutPicturesEmbedsAndHtmlBlocks) {
    EXPECT_THAT(marked("![p](p.png) and ![[embed]]\n\n<p><a href=\"x\">y</a></p>\n"), IsEmpty());
}

TEST(LinkSentences, AreCutAroundTheLink) {
    std::string english;
    for (int i = 0; i < 60; ++i) english += "another word ";
    const auto cut = marked(english + "[the link](a) " + english);
    ASSERT_EQ(cut.size(), 1U);
    EXPECT_THAT(cut[0], HasSubstr(" [the link] another"));
    EXPECT_THAT(cut[0], StartsWith("…"));
    EXPECT_TRUE(cut[0].starts_with("…another") || cut[0].starts_with("…word")) << cut[0];
    EXPECT_TRUE(cut[0].ends_with(" another…") || cut[0].ends_with(" word…")) << cut[0];
    EXPECT_LE(text::count_code_points(cut[0]), most_sentence_characters + 4);

    std::string chinese;
    for (int i = 0; i < 200; ++i) chinese += "字";
    const auto cut_chinese = marked(chinese + "[链接](a)" + chinese);
    ASSERT_EQ(cut_chinese.size(), 1U);
    EXPECT_FALSE(text::find_invalid(cut_chinese[0]));
    EXPECT_LE(text::count_code_points(cut_chinese[0]), most_sentence_characters + 4);
    EXPECT_GE(text::count_code_points(cut_chinese[0]), most_sentence_characters - 4);
}

TEST(LinkSentences, CutWordsThatAreTooLong) {
    std::string words;
    for (int i = 0; i < 300; ++i) words += "长";
    const auto cut = marked("前[" + words + "](a)后");
    ASSERT_EQ(cut.size(), 1U);
    EXPECT_THAT(cut[0], EndsWith("]…"));
    EXPECT_LE(text::count_code_points(cut[0]), most_sentence_characters);
}

TEST(LinkSentences, TakeTimeInProportion) {
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "[[x]]";
    const auto found = marked(many);
    EXPECT_EQ(found.size(), 20'000U);
}

TEST(LinkSentences, KeepTheOrderOfReferences) {
    const Document document = parse("[a](a)^[[b](b)] [c](c)\n\n[d](d)");
    std::vector<std::uint32_t> order;
    const auto found = references(document);
    for (const LinkSentence& sentence : link_sentences(document, found)) order.push_back(sentence.reference);
    EXPECT_THAT(order, ElementsAre(0U, 1U, 2U, 3U));
}

}  // namespace
}  // namespace byline::markdown
