#include "media/card_png.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <zlib.h>

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
        pixels_.fill(0);  // no pixel: they are opaque
    }

    // Of a row. Most pixels are as the one before.
    void write_indices(std::span<const std::uint32_t> row, char* out) {
        std::uint32_t last = 0;
        std::size_t slot = 0;
        for (const std::uint32_t pixel : row) {
            if (pixel != last) {
                last = pixel;
                slot = (pixel * 2654435761u) >> 20;
                if (pixels_[slot] != pixel) find(pixel, slot);
            }
            far_ += is_far_[slot] ? 1 : 0;
            *out++ = static_cast<char>(indices_[slot]);
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

std::string deflated(const std::string& rows) {
    constexpr int level = 5;
    uLongf size = compressBound(rows.size());
    std::string data(size, '\0');
    compress2(reinterpret_cast<Bytef*>(data.data()), &size, reinterpret_cast<const Bytef*>(rows.data()), rows.size(),
              level);
    data.resize(size);
    return data;
}

enum class Samples : char { Rgb = 2, Indexed = 3 };

std::string png_of(int width, int height, Samples samples, std::string_view palette, const std::string& rows) {
    std::string png = "\x89PNG\r\n\x1a\n";
    std::string header;
    append_big32(header, static_cast<std::uint32_t>(width));
    append_big32(header, static_cast<std::uint32_t>(height));
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

std::string encode_png(std::span<const std::uint32_t> pixels, int width, int height, const Colour& paper,
                       std::span<const Colour> inks) {
    const std::vector<Colour> palette = palette_of(paper, inks);
    const auto row_size = static_cast<std::size_t>(width);
    Nearest nearest(palette);
    // Each row begins with a zero: it is not filtered.
    std::string rows(pixels.size() + static_cast<std::size_t>(height), '\0');
    char* out = rows.data();
    for (std::size_t at = 0; at < pixels.size(); at += row_size, out += row_size + 1)
        nearest.write_indices(pixels.subspan(at, row_size), out + 1);
    constexpr std::size_t most_far = 64;
    if (nearest.far() <= most_far) {
        std::string colours;
        for (const Colour& colour : palette) {
            for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) colours += static_cast<char>(part);
        }
        return png_of(width, height, Samples::Indexed, colours, rows);
    }
    rows.clear();
    for (std::size_t at = 0; at < pixels.size(); at += row_size) {
        rows += '\0';
        for (const std::uint32_t pixel : pixels.subspan(at, row_size)) {
            for (const int shift : {16, 8, 0}) rows += static_cast<char>(pixel >> shift & 0xff);
        }
    }
    return png_of(width, height, Samples::Rgb, {}, rows);
}

}  // namespace byline::media
