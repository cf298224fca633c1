#include "text/slug.hpp"

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/romanization.hpp"
#include "text/utf8.hpp"

namespace byline::text {
namespace {

struct SlugCase {
    std::string_view title;
    std::string_view slug;
};

void PrintTo(const SlugCase& c, std::ostream* out) {
    *out << c.title;
}

class PinyinSlug : public testing::TestWithParam<SlugCase> {};

TEST_P(PinyinSlug, IsReadable) {
    static const Slugger slugger;
    EXPECT_EQ(slugger.slug(GetParam().title), GetParam().slug);
}

INSTANTIATE_TEST_SUITE_P(English, PinyinSlug,
                         testing::Values(SlugCase{"Hello, World!", "hello-world"}, SlugCase{"", ""},
                                         SlugCase{"  Announcing Rust 1.94.1  ", "announcing-rust-1-94-1"},
                                         SlugCase{"Don't panic", "dont-panic"}, SlugCase{"Don’t panic", "dont-panic"},
                                         SlugCase{"C++20 and C# and F#.", "cpp20-and-c-sharp-and-f-sharp"},
                                         SlugCase{"A C++ primer", "a-cpp-primer"}, SlugCase{"g++", "gpp"},
                                         SlugCase{".NET 8", "dotnet-8"}, SlugCase{"example.net", "example-net"},
                                         SlugCase{"Node.js", "node-js"}, SlugCase{"snake_case", "snake-case"},
                                         SlugCase{"a -- b", "a-b"}, SlugCase{"#1: 100%", "1-100"}));

INSTANTIATE_TEST_SUITE_P(
    Chinese, PinyinSlug,
    testing::Values(SlugCase{"重庆火锅", "chong-qing-huo-guo"}, SlugCase{"长江与银行", "chang-jiang-yu-yin-hang"},
                    SlugCase{"武汉长江大桥", "wu-han-chang-jiang-da-qiao"},
                    SlugCase{"进行业务重构", "jin-xing-ye-wu-chong-gou"},
                    SlugCase{"互联网行业的增长", "hu-lian-wang-hang-ye-de-zeng-zhang"},
                    SlugCase{"使用C++构建", "shi-yong-cpp-gou-jian"}, SlugCase{"2008年的音乐", "2008-nian-de-yin-yue"},
                    SlugCase{"效率与女性", "xiao-lv-yu-nv-xing"},
                    SlugCase{"为什么要调试？", "wei-shen-me-yao-tiao-shi"}, SlugCase{"首都、成都", "shou-du-cheng-du"},
                    SlugCase{"都是数据校验", "dou-shi-shu-ju-jiao-yan"}, SlugCase{"会计学校", "kuai-ji-xue-xiao"},
                    SlugCase{"学会计算", "xue-hui-ji-suan"}, SlugCase{"数组长度", "shu-zu-chang-du"},
                    SlugCase{"可调用对象", "ke-diao-yong-dui-xiang"},
                    SlugCase{"DNS 是怎么工作的", "dns-shi-zen-me-gong-zuo-de"}, SlugCase{"〇", "ling"},
                    SlugCase{"龘", "da"}, SlugCase{"㐀", "qiu"}));

INSTANTIATE_TEST_SUITE_P(OtherScripts, PinyinSlug,
                         testing::Values(SlugCase{"Crème brûlée", "creme-brulee"}, SlugCase{"Cre\u0300me", "creme"},
                                         SlugCase{"Straße", "strasse"}, SlugCase{"Ærø", "aero"},
                                         SlugCase{"Łódź", "lodz"}, SlugCase{"Привет, мир", "privet-mir"},
                                         SlugCase{"ひらがな", "hiragana"}, SlugCase{"カタカナ", "katakana"},
                                         SlugCase{"한국어", "hangug-eo"}, SlugCase{"日本語の本", "ri-ben-yu-no-ben"},
                                         SlugCase{"Αθήνα", "athena"}, SlugCase{"I 🎉 it", "i-it"},
                                         SlugCase{"👩‍💻 work", "work"}, SlugCase{"Ｆｕｌｌ", "full"}));

class CharacterSlug : public testing::TestWithParam<SlugCase> {};

TEST_P(CharacterSlug, KeepsTheCharacters) {
    static const Slugger slugger(SlugStyle::Characters);
    EXPECT_EQ(slugger.slug(GetParam().title), GetParam().slug);
}

INSTANTIATE_TEST_SUITE_P(All, CharacterSlug,
                         testing::Values(SlugCase{"重庆火锅，好吃！", "重庆火锅-好吃"},
                                         SlugCase{"使用C++构建", "使用cpp构建"},
                                         SlugCase{"Cre\u0300me Brûlée", "crème-brûlée"}, SlugCase{"ПРИВЕТ", "привет"},
                                         SlugCase{"Don't", "dont"}, SlugCase{"日本語の本", "日本語の本"},
                                         SlugCase{"🎉 A", "a"}));

TEST(Slug, PrefersTheSitesOwnWords) {
    const Slugger slugger(SlugStyle::Pinyin, {{"重庆", "Chung king"}, {"朴", "piao"}, {"朴先生", "park xian sheng"}});
    EXPECT_EQ(slugger.slug("重庆朴"), "chung-king-piao");
    EXPECT_EQ(slugger.slug("朴先生"), "park-xian-sheng");
    EXPECT_EQ(slugger.slug("重新"), "chong-xin");
}

TEST(Slug, IsCutAtAHyphen) {
    std::string title;
    for (int i = 0; i < 40; ++i) title += "word" + std::to_string(i) + " ";
    const std::string slug = Slugger().slug(title);
    EXPECT_LE(slug.size(), max_slug_bytes);
    EXPECT_GT(slug.size(), max_slug_bytes / 2);
    EXPECT_THAT(slug, testing::MatchesRegex("(word[0-9]+-)*word[0-9]+"));
    EXPECT_EQ(Slugger().slug(std::string(500, 'x')), std::string(max_slug_bytes, 'x'));
}

TEST(Slug, IsCutBetweenCharacters) {
    std::string title;
    for (int i = 0; i < 100; ++i) title += "长";
    const std::string slug = Slugger(SlugStyle::Characters).slug(title);
    EXPECT_LE(slug.size(), max_slug_bytes);
    EXPECT_FALSE(find_invalid(slug));
    EXPECT_EQ(slug.size() % 3, 0U);
}

TEST(Slug, IsNeverEmptyForATitle) {
    const std::string party = Slugger().slug("🎉");
    EXPECT_THAT(party, testing::MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(party.size(), 8U);
    EXPECT_EQ(party, Slugger().slug("🎉"));
    EXPECT_NE(party, Slugger().slug("🎂"));
    EXPECT_EQ(Slugger(SlugStyle::Characters).slug("？！").size(), 8U);
}

TEST(Slug, IsTheSameFromEveryThread) {
    const Slugger slugger;
    std::vector<std::string> slugs(4);
    std::vector<std::thread> threads;
    for (std::string& slug : slugs) threads.emplace_back([&] { slug = slugger.slug("カタカナ и кириллица 長江"); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& slug : slugs) EXPECT_EQ(slug, slugs.front());
}

// Ten of the block have no reading in ICU either.
TEST(Romanization, HoldsTheCommonCharacters) {
    std::size_t missing = 0;
    for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) missing += romanize(c) ? 0 : 1;
    EXPECT_LE(missing, 10U);
    EXPECT_EQ(romanize(U'女'), "nv");
    EXPECT_EQ(romanize(U'略'), "lve");
    EXPECT_FALSE(romanize(U'a'));
}

TEST(Romanization, ReadsEveryPolyphoneAsListed) {
    const Slugger slugger;
    for (const PolyphoneWord& entry : polyphone_words()) {
        std::string expected(entry.reading);
        for (char& c : expected) c = c == ' ' ? '-' : c;
        EXPECT_EQ(slugger.slug(entry.word), expected) << entry.word;
    }
}

}  // namespace
}  // namespace byline::text
