#include "media/card_png.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <new>

#include <libdeflate.h>

#include "media/byte_order.hpp"
#include "media/crc32.hpp"

namespace byline::media {
namespace {

constexpr std::size_t palette_size = 256;

Colour between(const Colour& a, const Colour& b, std::size_t step, std::size_t steps) {
    const auto mix = [&](std::uint8_t from, std::uint8_t to) {
        return static_cast<std::uint8_t>((from * (steps - step) + to * step + steps / 2) / steps);
    };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

std::uint32_t distance(const Colour& a, const Colour& b) {
    const int red = a.red - b.red;
    const int green = a.green - b.green;
    const int blue = a.blue - b.blue;
    return static_cast<std::uint32_t>(red * red + green * green + blue * blue);
}

// From the paper to each ink in steps, as smoothed edges are.
std::vector<Colour> palette_of(const Colour& paper, std::span<const Colour> inks) {
    std::vector<Colour> palette = {paper};
    const std::size_t steps = inks.empty() ? 1 : std::min<std::size_t>((palette_size - 1) / inks.size(), 48);
    for (const Colour& ink : inks) {
        for (std::size_t step = 1; step <= steps; ++step) palette.push_back(between(paper, ink, step, steps));
    }
    palette.resize(std::min(palette.size(), palette_size));
    return palette;
}

// Looks for the nearest colour of a palette, and remembers what it found.
class Nearest {
  public:
    explicit Nearest(const std::vector<Colour>& palette) : palette_(palette) {
        pixels_.fill(0);  // no pixel: they are opaque here
    }

    // Of a row. Most pixels are as the one before.
    void write_indices(std::span<const std::uint32_t> row, char* out) {
        constexpr std::uint32_t opaque = 0xff000000;
        for (auto at = row.begin(); at != row.end();) {
            const std::uint32_t given = *at;
            const auto end = std::find_if(at + 1, row.end(), [&](std::uint32_t next) { return next != given; });
            const std::uint32_t pixel = given | opaque;
            const std::size_t slot = (pixel * 2654435761u) >> 20;
            if (pixels_[slot] != pixel) find(pixel, slot);
            if (is_far_[slot]) far_ += static_cast<std::size_t>(end - at);
            out = std::fill_n(out, end - at, static_cast<char>(indices_[slot]));
            at = end;
        }
    }
    // How many pixels had no colour near.
    [[nodiscard]] std::size_t far() const { return far_; }

  private:
    void find(std::uint32_t pixel, std::size_t slot) {
        const Colour wanted{static_cast<std::uint8_t>(pixel >> 16), static_cast<std::uint8_t>(pixel >> 8),
                            static_cast<std::uint8_t>(pixel)};
        std::uint32_t best = std::numeric_limits<std::uint32_t>::max();
        for (std::size_t i = 0; i < palette_.size(); ++i) {
            const std::uint32_t far = distance(palette_[i], wanted);
            if (far >= best) continue;
            best = far;
            indices_[slot] = static_cast<std::uint8_t>(i);
        }
        constexpr std::uint32_t visible = 400;
        is_far_[slot] = best > visible;
        pixels_[slot] = pixel;
    }

    static constexpr std::size_t slots = 4096;
    const std::vector<Colour>& palette_;
    std::array<std::uint32_t, slots> pixels_{};
    std::array<std::uint8_t, slots> indices_{};
    std::array<bool, slots> is_far_{};
    std::size_t far_ = 0;
};

void append_chunk(std::string& png, std::string_view type, std::string_view data) {
    append_big32(png, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = png.size();
    png.append(type).append(data);
    append_big32(png, crc32(std::string_view(png).substr(begin)));
}

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

std::string deflated(const std::string& rows) {
    constexpr int level = 5;
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(level));
    if (!compressor) throw std::bad_alloc();
    std::string data(libdeflate_zlib_compress_bound(compressor.get(), rows.size()), '\0');
    data.resize(libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(), data.data(), data.size()));
    return data;
}

enum class Samples : char { Rgb = 2, Indexed = 3 };

std::string png_of(const CardPixels& pixels, Samples samples, std::string_view palette, const std::string& rows) {
    std::string png = "\x89PNG\r\n\x1a\n";
    std::string header;
    append_big32(header, static_cast<std::uint32_t>(pixels.width));
    append_big32(header, static_cast<std::uint32_t>(pixels.height));
    header += '\x08';
    header += static_cast<char>(samples);
    header.append(3, '\0');
    append_chunk(png, "IHDR", header);
    if (!palette.empty()) append_chunk(png, "PLTE", palette);
    append_chunk(png, "IDAT", deflated(rows));
    append_chunk(png, "IEND", "");
    return png;
}

}  // namespace

std::string encode_png(const CardPixels& pixels, const Colour& paper, std::span<const Colour> inks) {
    const std::vector<Colour> palette = palette_of(paper, inks);
    const auto width = static_cast<std::size_t>(pixels.width);
    const auto height = static_cast<std::size_t>(pixels.height);
    Nearest nearest(palette);
    // Each row begins with a zero: it is not filtered. Above and below of the text all rows are as the one before.
    std::string rows((width + 1) * height, '\0');
    char* out = rows.data() + 1;
    for (std::size_t y = 0; y < height; ++y, out += width + 1) {
        if (y > 0 && std::ranges::equal(pixels.row(y), pixels.row(y - 1)))
            std::copy_n(out - (width + 1), width, out);
        else
            nearest.write_indices(pixels.row(y), out);
    }
    constexpr std::size_t most_far = 64;
    if (nearest.far() <= most_far) {
        std::string colours;
        for (const Colour& colour : palette) {
            for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) colours += static_cast<char>(part);
        }
        return png_of(pixels, Samples::Indexed, colours, rows);
    }
    rows.clear();
    for (std::size_t y = 0; y < height; ++y) {
        rows += '\0';
        for (const std::uint32_t pixel : pixels.row(y)) {
            for (const int shift : {16, 8, 0}) rows += static_cast<char>(pixel >> shift & 0xff);
        }
    }
    return png_of(pixels, Samples::Rgb, {}, rows);
}

}  // namespace byline::media
