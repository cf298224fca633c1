#include <algorithm>
#include <array>

#include "media/byte_order.hpp"
#include "media/exif_orientation.hpp"
#include "media/picture_file.hpp"

namespace byline::media {
namespace {

constexpr std::size_t riff_header_size = 12;
constexpr std::size_t chunk_header_size = 8;

struct ExtendedFlag {
    static constexpr std::uint32_t animation = 0x02;
    static constexpr std::uint32_t xmp = 0x04;
    static constexpr std::uint32_t exif = 0x08;
    static constexpr std::uint32_t alpha = 0x10;
};

bool is_picture_chunk(std::string_view type) {
    constexpr std::array<std::string_view, 6> needed = {"ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"};
    return std::ranges::find(needed, type) != needed.end();
}

// Lossy: the key frame's header, RFC 6386, section 9.1.
bool take_lossy(std::string_view data, PictureInfo& info) {
    constexpr std::size_t least = 10;
    if (data.size() < least || data.substr(3, 3) != "\x9d\x01\x2a") return false;
    if (info.width != 0) return true;  // the extended header has said it
    info.width = little16(data, 6) & 0x3fff;
    info.height = little16(data, 8) & 0x3fff;
    return true;
}

// Lossless: RFC 9649, section 3.4.
bool take_lossless(std::string_view data, PictureInfo& info) {
    constexpr std::size_t least = 5;
    if (data.size() < least || byte_at(data, 0) != 0x2f) return false;
    if (info.width != 0) return true;
    const std::uint32_t bits = little32(data, 1);
    info.width = (bits & 0x3fff) + 1;
    info.height = (bits >> 14 & 0x3fff) + 1;
    info.has_alpha = (bits >> 28 & 1) != 0;
    return true;
}

class WebpReader {
  public:
    explicit WebpReader(std::string_view bytes) : bytes_(bytes) {}

    Result<PictureFile> read() && {
        const std::size_t riff_size = little32(bytes_, 4);
        if (riff_size < 4 || !has(bytes_, 8, riff_size)) return cut_off();
        const std::size_t end = 8 + riff_size;
        for (std::size_t at = riff_header_size; at < end;) {
            if (end - at < chunk_header_size) return damaged("a chunk is too short");
            const std::size_t size = little32(bytes_, at + 4);
            const std::size_t padded = chunk_header_size + size + size % 2;
            if (padded > end - at) return cut_off();
            CHECK(take_chunk(bytes_.substr(at, 4), at, size, padded));
            at += padded;
        }
        if (!has_pixels_) return damaged("it has no pixels");
        return finish();
    }

  private:
    struct Chunk {
        std::size_t offset;
        std::size_t size;
    };

    Result<void> take_chunk(std::string_view type, std::size_t at, std::size_t size, std::size_t padded) {
        const std::string_view data = bytes_.substr(at + chunk_header_size, size);
        if (type == "VP8X") {
            constexpr std::size_t extended_size = 10;
            if (size != extended_size || !extended_.empty()) return damaged("its extended header is wrong");
            const std::uint32_t flags = byte_at(data, 0);
            file_.info.is_animated = (flags & ExtendedFlag::animation) != 0;
            file_.info.has_alpha = (flags & ExtendedFlag::alpha) != 0;
            file_.info.width = little24(data, 4) + 1;
            file_.info.height = little24(data, 7) + 1;
            extended_ = std::string(bytes_.substr(at, padded));
            extended_[chunk_header_size] = static_cast<char>(flags & ~(ExtendedFlag::xmp | ExtendedFlag::exif));
        }
        if (type == "VP8 " && !take_lossy(data, file_.info)) return damaged("its pixels are");
        if (type == "VP8L" && !take_lossless(data, file_.info)) return damaged("its pixels are");
        if (type == "VP8 " || type == "VP8L" || type == "ANMF") has_pixels_ = true;
        if (type == "EXIF") {
            constexpr std::string_view prefix("Exif\0\0", 6);  // some write it as JPEG has it
            file_.info.orientation = read_orientation(data.substr(data.starts_with(prefix) ? prefix.size() : 0));
        }
        if (is_picture_chunk(type)) kept_.push_back({at, padded});
        return {};
    }

    Result<PictureFile> finish() {
        std::string orientation;
        // Without an extended header there is no place for it, and no reader looks.
        if (extended_.empty()) file_.info.orientation = Orientation::Upright;
        if (file_.info.orientation != Orientation::Upright) {
            const std::string tiff = orientation_as_tiff(file_.info.orientation);
            orientation = "EXIF" + little32_bytes(static_cast<std::uint32_t>(tiff.size())) + tiff;
            extended_[chunk_header_size] =
                static_cast<char>(byte_at(extended_, chunk_header_size) | ExtendedFlag::exif);
        }
        std::size_t size = 4 + extended_.size() + orientation.size();
        for (const Chunk& chunk : kept_) size += chunk.size;
        file_.served.add("RIFF" + little32_bytes(static_cast<std::uint32_t>(size)) + "WEBP" + extended_);
        for (const Chunk& chunk : kept_) file_.served.keep(chunk.offset, chunk.size);
        if (!orientation.empty()) file_.served.add(std::move(orientation));
        file_.info.format = PictureFormat::Webp;
        if (is_turned(file_.info.orientation)) std::swap(file_.info.width, file_.info.height);
        return std::move(file_);
    }

    std::string_view bytes_;
    PictureFile file_;
    std::string extended_;  // the chunk, without the flags of what is left out
    bool has_pixels_ = false;
    std::vector<Chunk> kept_;
};

}  // namespace

Result<PictureFile> read_webp(std::string_view bytes) {
    return WebpReader(bytes).read();
}

}  // namespace byline::media
