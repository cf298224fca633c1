#include "media/card.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/picture.hpp"

namespace byline::media {
namespace {

CardContent content_of(std::string title, std::string language) {
    CardContent content;
    content.title = std::move(title);
    content.kind = language == "zh" ? "文章" : "Article";
    content.author = "林薇 Lin Wei";
    content.site = "Notes";
    content.date = "2026-11-22";
    content.language = std::move(language);
    content.tags = {"DNS", "域名"};
    return content;
}

const std::vector<CardContent>& contents() {
    static const std::vector<CardContent> all = {
        content_of("DNS", "en"),
        content_of("Why a resolver that caches too well will one day lie to you", "en"),
        content_of("长江三角洲的域名解析：为什么缓存越好的解析器，总有一天会骗你", "zh"),
        content_of("用 C++20 写一个静态站点引擎：从 Markdown 到 HTML", "zh"),
        content_of("日本語の組版と直角、骨の字形について", "ja"),
        content_of("", "en"),
    };
    return all;
}

std::string png_of(const CardContent& content) {
    auto card = render_card(content, {});
    EXPECT_TRUE(card) << card.error().message;
    return card ? card->png : "";
}

TEST(Card, IsAPictureOfTheSizeThatIsAskedFor) {
    for (const CardContent& content : contents()) {
        const std::string png = png_of(content);
        const auto info = inspect(png, "card.png");
        ASSERT_TRUE(info) << content.title;
        EXPECT_EQ(info->format, PictureFormat::Png);
        EXPECT_EQ(info->width, 1200u);
        EXPECT_EQ(info->height, 630u);
        EXPECT_LE(png.size(), 40'000u) << content.title;
        EXPECT_EQ(*strip(png, "card.png"), png);
    }
}

TEST(Card, IsTheSameOnAnyThread) {
    std::vector<std::string> alone;
    for (const CardContent& content : contents()) alone.push_back(png_of(content));
    std::vector<std::string> together(alone.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < alone.size(); ++i)
        threads.emplace_back([&, i] { together[i] = png_of(contents()[i]); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(together, alone);
}

TEST(Card, ShowsWhatItIsGiven) {
    const CardContent content = content_of("A title", "en");
    const std::string png = png_of(content);
    const auto differs = [&](auto change) {
        CardContent other = content;
        change(other);
        return png_of(other) != png;
    };
    EXPECT_TRUE(differs([](CardContent& c) { c.title += "!"; }));
    EXPECT_TRUE(differs([](CardContent& c) { c.kind = "Talk"; }));
    EXPECT_TRUE(differs([](CardContent& c) { c.author.clear(); }));
    EXPECT_TRUE(differs([](CardContent& c) { c.site = "Others"; }));
    EXPECT_TRUE(differs([](CardContent& c) { c.date.clear(); }));
    EXPECT_TRUE(differs([](CardContent& c) { c.tags.pop_back(); }));
    CardStyle blue;
    blue.accent = {0, 0, 255};
    EXPECT_NE(render_card(content, blue)->png, png);
}

TEST(Card, CutsWhatIsTooLong) {
    std::string sentence;
    for (int i = 0; i < 400; ++i) sentence += "名字 naming things ";
    const CardContent content = content_of(sentence, "zh");
    EXPECT_EQ(png_of(content), png_of(content_of(sentence + "and more", "zh")));
    EXPECT_TRUE(inspect(png_of(content_of(std::string(5000, 'x'), "en")), "card.png"));
}

TEST(Card, CountsCharactersThatNoFontHas) {
    EXPECT_EQ(render_card(content_of("plain", "en"), {})->missing_glyphs, 0u);
    EXPECT_EQ(render_card(content_of("one \xf3\xb0\x80\x80 here", "en"), {})->missing_glyphs, 1u);  // private use
}

TEST(ParseColour, ReadsHexadecimalDigits) {
    EXPECT_EQ(*parse_colour("#1d1B18"), (Colour{0x1d, 0x1b, 0x18}));
    EXPECT_EQ(*parse_colour("#fa0"), (Colour{0xff, 0xaa, 0}));
    for (const char* wrong : {"", "#", "red", "#12", "#12345", "#1234567", "#12345g", "1d1b18", "#-12345"})
        EXPECT_FALSE(parse_colour(wrong)) << wrong;
}

}  // namespace
}  // namespace byline::media
