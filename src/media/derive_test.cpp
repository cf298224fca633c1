#include "media/derive.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/card.hpp"
#include "media/picture.hpp"
#include "media/picture_samples.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <vips/vips.h>
#pragma GCC diagnostic pop

namespace byline::media {
namespace {

// Red, green, blue and alpha (255 where the picture has none).
using Colour4 = std::array<int, 4>;
constexpr Colour4 red = {220, 30, 30, 255};
constexpr Colour4 green = {30, 160, 60, 255};
constexpr Colour4 blue = {30, 60, 200, 255};
constexpr Colour4 white = {250, 250, 250, 255};

struct Decoded {
    int width = 0;
    int height = 0;
    int bands = 0;
    std::string pixels;

    [[nodiscard]] Colour4 at(int x, int y) const {
        Colour4 colour = {0, 0, 0, 255};
        const auto first = static_cast<std::size_t>((y * width + x) * bands);
        for (int band = 0; band < bands; ++band)
            colour[static_cast<std::size_t>(band)] =
                static_cast<unsigned char>(pixels[first + static_cast<std::size_t>(band)]);
        return colour;
    }
    // Upper left, upper right, lower left, lower right: in the middle of each quarter.
    [[nodiscard]] std::array<Colour4, 4> quarters() const {
        const int x = width / 4;
        const int y = height / 4;
        return {at(x, y), at(3 * x, y), at(x, 3 * y), at(3 * x, 3 * y)};
    }
};

Decoded decode(const std::string& bytes) {
    static const int started = vips_init("media_tests");
    EXPECT_EQ(started, 0);
    VipsImage* image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr);
    EXPECT_NE(image, nullptr) << vips_error_buffer();
    if (image == nullptr) return {};
    std::size_t size = 0;
    const std::unique_ptr<void, void (*)(void*)> pixels(vips_image_write_to_memory(image, &size), g_free);
    Decoded decoded{vips_image_get_width(image), vips_image_get_height(image), vips_image_get_bands(image),
                    std::string(static_cast<const char*>(pixels.get()), size)};
    g_object_unref(image);
    return decoded;
}

bool is_near(const Colour4& a, const Colour4& b, int most) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > most) return false;
    }
    return true;
}

std::string derived(const std::string& bytes, const std::string& name, std::uint32_t width) {
    const auto info = inspect(bytes, name);
    EXPECT_TRUE(info) << name;
    auto made = derive(bytes, name, *info, {width, 95});
    EXPECT_TRUE(made) << name << ": " << made.error().message;
    return made ? *made : "";
}

void expect_quarters(const std::string& webp, const std::array<Colour4, 4>& expected, const std::string& what,
                     int most) {
    const Decoded picture = decode(webp);
    const auto quarters = picture.quarters();
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_TRUE(is_near(quarters[i], expected[i], most))
            << what << ", quarter " << i << ": " << testing::PrintToString(quarters[i]);
    }
}

TEST(Derive, TurnsEachOrientationUpright) {
    const std::array<std::array<Colour4, 4>, 8> expected = {{{red, green, blue, white},
                                                             {green, red, white, blue},
                                                             {white, blue, green, red},
                                                             {blue, white, red, green},
                                                             {red, blue, green, white},
                                                             {blue, red, white, green},
                                                             {white, green, blue, red},
                                                             {green, white, red, blue}}};
    for (std::size_t value = 1; value <= 8; ++value) {
        const std::string bytes = turned(sample("baseline.jpg"), static_cast<Orientation>(value));
        const std::string webp = derived(bytes, "a.jpg", 16);
        expect_quarters(webp, expected[value - 1], "orientation " + std::to_string(value), 24);
        const auto info = inspect(webp, "a.webp");
        ASSERT_TRUE(info);
        EXPECT_EQ(info->width, 16u);
        EXPECT_EQ(info->height, value >= 5 ? 32u : 8u);
        EXPECT_EQ(info->orientation, Orientation::Upright);
    }
}

TEST(Derive, ReadsWhateverTheyBring) {
    for (const std::string name : {"baseline.jpg", "progressive.jpg", "colours.png", "palette.png", "interlaced.png",
                                   "deep.png", "lossy.webp", "still.gif", "still.avif"}) {
        expect_quarters(derived(sample(name), name, 32), {red, green, blue, white}, name, 24);
        EXPECT_EQ(decode(derived(sample(name), name, 31)).width, 31) << name;
    }
    for (const std::string name : {"alpha.png", "lossless.webp", "alpha.webp"}) {
        const Colour4 clear = {250, 250, 250, 96};
        expect_quarters(derived(sample(name), name, 32), {red, green, blue, clear}, name, 24);
    }
    // What inks can show of these colours is duller.
    expect_quarters(derived(sample("cmyk.jpg"), "cmyk.jpg", 32), {red, green, blue, white}, "cmyk.jpg", 60);
    const Colour4 grey_of_red = {220, 220, 220, 255};
    EXPECT_TRUE(is_near(decode(derived(sample("grey.jpg"), "grey.jpg", 32)).at(4, 4), grey_of_red, 8));
    EXPECT_TRUE(is_near(decode(derived(sample("deep_grey.png"), "deep_grey.png", 32)).at(4, 4), grey_of_red, 8));
    EXPECT_TRUE(is_near(decode(derived(sample("one_pixel.png"), "one_pixel.png", 1)).at(0, 0), red, 8));
}

TEST(Derive, BringsColoursOfAProfileToSrgb) {
    // The file's numbers are of Display P3, where they are more vivid than the same in sRGB.
    const Colour4 vivid = decode(derived(sample("profile.jpg"), "profile.jpg", 32)).at(4, 4);
    const Colour4 plain = decode(derived(sample("baseline.jpg"), "baseline.jpg", 32)).at(4, 4);
    EXPECT_GT(vivid[0], plain[0]);
    EXPECT_LT(vivid[1], plain[1]);
}

TEST(Derive, IsNeverLargerAndTellsNothing) {
    EXPECT_EQ(decode(derived(sample("baseline.jpg"), "a.jpg", 4000)).width, 32);
    for (const std::string name : {"private.jpg", "private.png", "private.webp", "private.avif"}) {
        const std::string webp = derived(sample(name), name, 16);
        for (const char* word : {"SECRET", "EXIF", "XMP ", "ICCP"})
            EXPECT_THAT(webp, testing::Not(testing::HasSubstr(word))) << name;
    }
}

TEST(Derive, IsTheSameOnAnyThread) {
    const std::vector<std::string> names = {"baseline.jpg", "alpha.png", "lossy.webp", "deep.png"};
    std::vector<std::string> alone;
    for (const std::string& name : names) alone.push_back(derived(sample(name), name, 24));
    std::vector<std::string> together(names.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < names.size(); ++i)
        threads.emplace_back([&, i] { together[i] = derived(sample(names[i]), names[i], 24); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(together, alone);
}

TEST(Derive, RefusesPixelsThatAreNotThere) {
    // The structure is whole, and the pixels are not what it promises.
    std::string png = sample("colours.png");
    const std::size_t data = png.find("IDAT") + 4;
    for (std::size_t i = data; i < data + 12; ++i) png[i] = '\x55';
    const auto info = inspect(png, "a.png");
    ASSERT_TRUE(info);
    const auto made = derive(png, "a.png", *info, {16, 80});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message, "the picture cannot be decoded");
    EXPECT_EQ(made.error().place.file, "a.png");
}

TEST(Card, HasTheColoursThatItIsGiven) {
    const CardStyle style{.background = {10, 20, 30}, .ink = {250, 250, 250}, .accent = {200, 100, 50}, .fonts = {}};
    CardContent content;
    content.title = "Hello";
    const auto card = render_card(content, style);
    ASSERT_TRUE(card);
    const Decoded picture = decode(card->png);
    EXPECT_EQ(picture.at(0, 0), (Colour4{200, 100, 50, 255}));
    EXPECT_EQ(picture.at(1199, 629), (Colour4{10, 20, 30, 255}));
    EXPECT_EQ(static_cast<std::size_t>(picture.width * picture.height * picture.bands), picture.pixels.size());
}

TEST(WidthsFor, AreSmallerThanThePicture) {
    const std::vector<std::uint32_t> wanted = {1600, 480, 800};
    const auto widths = [&](PictureFormat format, std::uint32_t width, std::uint32_t height, bool is_animated = false) {
        return widths_for({format, Orientation::Upright, width, height, is_animated, false}, wanted);
    };
    using Widths = std::vector<std::uint32_t>;
    EXPECT_EQ(widths(PictureFormat::Jpeg, 4000, 3000), (Widths{480, 800, 1600}));
    EXPECT_EQ(widths(PictureFormat::Jpeg, 1000, 300), (Widths{480, 800, 1000}));
    EXPECT_EQ(widths(PictureFormat::Webp, 1000, 300), (Widths{480, 800}));
    EXPECT_EQ(widths(PictureFormat::Png, 100, 100), (Widths{100}));
    EXPECT_EQ(widths(PictureFormat::Png, 1000, 30'000), (Widths{480}));
    EXPECT_EQ(widths(PictureFormat::Gif, 1000, 300, true), Widths{});
    EXPECT_EQ(widths(PictureFormat::Svg, 1000, 300), Widths{});
    EXPECT_EQ(height_at({PictureFormat::Jpeg, Orientation::Upright, 3000, 1, false, false}, 480), 1u);
}

}  // namespace
}  // namespace byline::media
