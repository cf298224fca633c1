#include "media/picture.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/crc32.hpp"
#include "media/picture_properties.hpp"
#include "media/picture_samples.hpp"

namespace byline::media {
namespace {

using std::string_view_literals::operator""sv;
using testing::HasSubstr;
using testing::Not;

PictureInfo info_of(const std::string& name) {
    auto info = inspect(sample(name), name);
    EXPECT_TRUE(info) << name << ": " << (info ? "" : info.error().message);
    return info ? *info : PictureInfo{};
}

std::string message_of(std::string_view bytes, std::string_view name) {
    const auto info = inspect(bytes, name);
    if (info) return "";
    EXPECT_FALSE(info.error().remedy.empty());
    EXPECT_EQ(info.error().place.file, name);
    return info.error().message;
}

TEST(Inspect, KnowsFormatSizeAndKind) {
    struct Expected {
        const char* name;
        PictureInfo info;
    };
    constexpr auto upright = Orientation::Upright;
    const std::vector<Expected> all = {
        {"baseline.jpg", {PictureFormat::Jpeg, upright, 32, 16, false, false}},
        {"progressive.jpg", {PictureFormat::Jpeg, upright, 32, 16, false, false}},
        {"cmyk.jpg", {PictureFormat::Jpeg, upright, 32, 16, false, false}},
        {"private.jpg", {PictureFormat::Jpeg, Orientation::Right, 16, 32, false, false}},
        {"colours.png", {PictureFormat::Png, upright, 32, 16, false, false}},
        {"alpha.png", {PictureFormat::Png, upright, 32, 16, false, true}},
        {"deep.png", {PictureFormat::Png, upright, 32, 16, false, false}},
        {"one_pixel.png", {PictureFormat::Png, upright, 1, 1, false, false}},
        {"lossy.webp", {PictureFormat::Webp, upright, 32, 16, false, false}},
        {"lossless.webp", {PictureFormat::Webp, upright, 32, 16, false, true}},
        {"alpha.webp", {PictureFormat::Webp, upright, 32, 16, false, true}},
        {"animated.webp", {PictureFormat::Webp, upright, 16, 16, true, true}},
        {"private.webp", {PictureFormat::Webp, Orientation::Right, 16, 32, false, false}},
        {"still.gif", {PictureFormat::Gif, upright, 32, 16, false, true}},
        {"animated.gif", {PictureFormat::Gif, upright, 16, 16, true, true}},
        {"still.avif", {PictureFormat::Avif, upright, 32, 16, false, false}},
    };
    for (const Expected& expected : all) EXPECT_EQ(info_of(expected.name), expected.info) << expected.name;
}

TEST(Inspect, AppliesTheOrientation) {
    for (int value = 1; value <= 8; ++value) {
        const auto orientation = static_cast<Orientation>(value);
        const auto info = inspect(turned(sample("baseline.jpg"), orientation), "a.jpg");
        ASSERT_TRUE(info);
        EXPECT_EQ(info->orientation, orientation);
        EXPECT_EQ(info->width, value >= 5 ? 16u : 32u) << value;
        EXPECT_EQ(info->height, value >= 5 ? 32u : 16u) << value;
    }
}

TEST(Inspect, RefusesWhatIsCutOffAnywhere) {
    for (const std::string& name : sample_names()) {
        const std::string bytes = sample(name);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            // An SVG without its last line break is whole.
            EXPECT_NE(message_of(std::string_view(bytes).substr(0, size), name), "") << name << " up to " << size;
        }
    }
}

TEST(Inspect, SaysWhatIsWrong) {
    EXPECT_EQ(message_of("", "a.png"), "the picture is empty");
    EXPECT_EQ(message_of("hello", "a.png"), "the file is no picture that a browser shows");
    EXPECT_EQ(message_of("BM....", "a.bmp"), "the file is a BMP");
    EXPECT_EQ(message_of("version https://git-lfs.github.com/spec/v1\n", "a.jpg"),
              "the file is a pointer of Git LFS: fetch the file itself");
    const auto named_wrong = inspect(sample("baseline.jpg"), "a.png");
    ASSERT_FALSE(named_wrong);
    EXPECT_EQ(named_wrong.error().message, "the picture is JPEG, and named as if it were PNG");
    EXPECT_EQ(named_wrong.error().remedy, "give it the ending .jpg");
    EXPECT_TRUE(inspect(sample("baseline.jpg"), "A.JPEG"));
}

TEST(Inspect, RefusesBombs) {
    std::string png = sample("colours.png");
    png.replace(16, 8, "\0\0\x40\0\0\0\x40\0"sv);  // 16,384 x 16,384
    EXPECT_EQ(message_of(png, "bomb.png"), "the picture says that it has 16384 x 16384 pixels");
    png.replace(16, 8, "\x7f\xff\xff\xff\0\0\0\x01"sv);
    EXPECT_THAT(message_of(png, "long.png"), HasSubstr("2147483647 x 1 pixels"));
    png.replace(16, 8, "\0\0\0\0\0\0\0\x01"sv);
    EXPECT_THAT(message_of(png, "none.png"), HasSubstr("it has no size"));
    std::string gif = sample("still.gif");
    gif.replace(6, 4, "\xff\xff\xff\xff"sv);
    EXPECT_THAT(message_of(gif, "bomb.gif"), HasSubstr("65535 x 65535"));
    EXPECT_FALSE(inspect(sample("colours.png"), "a.png", {.bytes = 10}));
}

TEST(Strip, TakesOutWhatTellsAboutTheMaker) {
    for (const std::string name : {"private.jpg", "private.png", "private.webp", "private.avif"}) {
        const std::string bytes = sample(name);
        const auto stripped = strip(bytes, name);
        ASSERT_TRUE(stripped) << name;
        EXPECT_THAT(*stripped, Not(HasSubstr("SECRET"))) << name;
        EXPECT_THAT(*stripped, Not(HasSubstr("Photoshop"))) << name;
        EXPECT_THAT(*stripped, Not(HasSubstr("TXt"))) << name;
        EXPECT_EQ(*inspect(*stripped, name), *inspect(bytes, name)) << name;
        EXPECT_EQ(*strip(*stripped, name), *stripped) << name;
    }
    EXPECT_THAT(*strip(sample("private.jpg"), "a.jpg"), HasSubstr("ICC_PROFILE"));
    EXPECT_THAT(*strip(sample("private.png"), "a.png"), HasSubstr("iCCP"));
    EXPECT_THAT(*strip(sample("private.webp"), "a.webp"), HasSubstr("ICCP"));
}

TEST(Strip, LeavesAloneWhatHasNothing) {
    for (const char* name : {"colours.png", "alpha.png", "palette.png", "interlaced.png", "progressive.jpg", "cmyk.jpg",
                             "still.gif", "animated.gif", "still.avif"}) {
        EXPECT_EQ(*strip(sample(name), name), sample(name)) << name;
    }
}

TEST(Strip, TakesOutWhatStandsBehindTheEnd) {
    for (const char* name : {"baseline.jpg", "colours.png", "lossy.webp", "animated.gif"}) {
        const auto stripped = strip(sample(name) + "a film of the same moment", name);
        ASSERT_TRUE(stripped) << name;
        EXPECT_EQ(*stripped, *strip(sample(name), name)) << name;
    }
}

TEST(Strip, TakesOutThumbnailsAndComments) {
    std::string jpeg = sample("baseline.jpg");
    jpeg.insert(2, "\xff\xe0\0\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01RGB"sv);
    jpeg.insert(2, "\xff\xfe\0\x08SECRET"sv);
    const auto stripped = strip(jpeg, "a.jpg");
    ASSERT_TRUE(stripped);
    EXPECT_EQ(stripped->size(), sample("baseline.jpg").size() + 18);
    EXPECT_THAT(*stripped, HasSubstr("\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"sv));
    EXPECT_THAT(*stripped, Not(HasSubstr("SECRET")));
    std::string gif = sample("animated.gif");
    gif.insert(gif.size() - 1, "\x21\xfe\x06SECRET\0"sv);
    EXPECT_EQ(*strip(gif, "a.gif"), sample("animated.gif"));
    std::string png = sample("colours.png");
    png.insert(33, "\0\0\0\x08tEXta\0SECRET1234"sv);
    EXPECT_EQ(*strip(png, "a.png"), sample("colours.png"));
}

TEST(SvgSize, IsThatOfTheRootElement) {
    struct Case {
        const char* svg;
        std::uint32_t width;
        std::uint32_t height;
    };
    const std::vector<Case> cases = {
        {"<svg width='120' height=\"80px\"></svg>", 120, 80},
        {"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <svg width='1'> --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n"
         "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 150'/>",
         300, 150},
        {"<svg viewBox=\"-5,-5 40.4 20\" width=\"100%\" height=\"auto\"><g/></svg>", 40, 20},
        {"<svg width=\"2in\" viewBox=\"0 0 10 5\"><g/></svg>", 192, 96},
        {"<svg:svg xmlns:svg='x' height='50' viewBox='0 0 100 50'></svg:svg>", 100, 50},
        {"<svg><g/></svg>", 0, 0},
        {"<svg width='-4' height='1e9'></svg>", 0, 0},
        {"<svg width='0' height='nan'></svg>", 0, 0},
        {"<svg data-title='中文 > 图' width='3' height='4'></svg>", 3, 4},
    };
    for (const Case& one : cases) {
        const auto info = inspect(one.svg, "a.svg");
        ASSERT_TRUE(info) << one.svg;
        EXPECT_EQ(info->width, one.width) << one.svg;
        EXPECT_EQ(info->height, one.height) << one.svg;
        EXPECT_EQ(*strip(one.svg, "a.svg"), one.svg);
    }
    EXPECT_THAT(message_of("<html><svg></svg></html>", "a.svg"), HasSubstr("no <svg> element"));
    EXPECT_NE(message_of("<svg width='", "a.svg"), "");
}

TEST(PictureProperties, HoldForSamplesAndWhatTheFuzzerFound) {
    const std::string corpus = std::string(BYLINE_ROOT) + "/fixtures/media/fuzz_corpus/";
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        EXPECT_EQ(broken_property(read_bytes(entry.path().string())), "") << entry.path();
        ++count;
    }
    EXPECT_GE(count, 20u);
    for (const std::string& name : sample_names()) EXPECT_EQ(broken_property(sample(name)), "") << name;
}

TEST(PictureProperties, HoldForDamagedSamples) {
    for (const std::string& name : sample_names()) {
        std::string bytes = sample(name);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            const char was = bytes[at];
            for (const char changed : {'\xff', static_cast<char>(was ^ 1)}) {
                bytes[at] = changed;
                ASSERT_EQ(broken_property(bytes), "") << name << " at " << at;
            }
            bytes[at] = was;
        }
    }
}

TEST(Crc32, IsThatOfTheSpecification) {
    EXPECT_EQ(crc32("123456789"), 0xcbf43926u);
    EXPECT_EQ(crc32("IEND"), 0xae426082u);
}

TEST(FormatOfName, GoesByTheEnding) {
    EXPECT_EQ(format_of_name("a/b.c/PHOTO.JPG"), PictureFormat::Jpeg);
    EXPECT_EQ(format_of_name("图.svg"), PictureFormat::Svg);
    EXPECT_EQ(format_of_name("a.jpg/b"), std::nullopt);
    EXPECT_EQ(format_of_name("jpg"), std::nullopt);
    EXPECT_EQ(format_of_name("a.bmp"), std::nullopt);
}

}  // namespace
}  // namespace byline::media
