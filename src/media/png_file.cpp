#include <algorithm>
#include <array>

#include "media/byte_order.hpp"
#include "media/crc32.hpp"
#include "media/exif_orientation.hpp"
#include "media/picture_file.hpp"

namespace byline::media {
namespace {

constexpr std::size_t signature_size = 8;
constexpr std::size_t around_data = 12;  // length, type, checksum

// What decoding and showing it right needs; whatever else a file has tells about its making.
bool is_chunk_needed(std::string_view type) {
    constexpr std::array<std::string_view, 20> needed = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                                         "sRGB", "iCCP", "sBIT", "bKGD", "hIST", "pHYs", "sPLT",
                                                         "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT"};
    return std::ranges::find(needed, type) != needed.end();
}

std::string whole_chunk(std::string_view type, std::string_view data) {
    std::string chunk;
    append_big32(chunk, static_cast<std::uint32_t>(data.size()));
    chunk.append(type).append(data);
    append_big32(chunk, crc32(std::string_view(chunk).substr(4)));
    return chunk;
}

bool take_header(std::string_view data, PictureInfo& info) {
    constexpr std::size_t header_size = 13;
    if (data.size() != header_size) return false;
    info.width = big32(data, 0);
    info.height = big32(data, 4);
    constexpr std::uint32_t alpha_bit = 4;
    info.has_alpha = (byte_at(data, 9) & alpha_bit) != 0;
    return true;
}

}  // namespace

Result<PictureFile> read_png(std::string_view bytes) {
    PictureFile file;
    file.info.format = PictureFormat::Png;
    file.served.keep(0, signature_size);
    bool has_header = false;
    bool has_pixels = false;
    for (std::size_t at = signature_size;;) {
        if (!has(bytes, at, around_data)) return cut_off();
        const std::size_t size = big32(bytes, at);
        if (size > 0x7fffffff) return damaged("a chunk is too long");
        if (!has(bytes, at, around_data + size)) return cut_off();
        const std::string_view type = bytes.substr(at + 4, 4);
        const std::string_view data = bytes.substr(at + 8, size);
        if (!has_header) {
            if (type != "IHDR" || !take_header(data, file.info)) return damaged("its header is missing");
            has_header = true;
        }
        if (type == "tRNS") file.info.has_alpha = true;
        if (type == "acTL") file.info.is_animated = true;
        if (type == "IDAT") has_pixels = true;
        if (type == "eXIf" && !has_pixels && read_orientation(data) != Orientation::Upright) {
            file.info.orientation = read_orientation(data);
            file.served.add(whole_chunk("eXIf", orientation_as_tiff(file.info.orientation)));
        }
        if (is_chunk_needed(type)) file.served.keep(at, around_data + size);
        if (type == "IEND") break;
        at += around_data + size;
    }
    if (!has_pixels) return damaged("it has no pixels");
    if (is_turned(file.info.orientation)) std::swap(file.info.width, file.info.height);
    return file;
}

}  // namespace byline::media
