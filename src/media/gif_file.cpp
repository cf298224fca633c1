#include "media/byte_order.hpp"
#include "media/picture_file.hpp"

namespace byline::media {
namespace {

// Bytes of a colour table that the flags announce, 0 when there is none.
std::size_t table_size(std::uint32_t flags) {
    return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

// Behind the sub-blocks that begin at `at`; npos when they do not end.
std::size_t behind_blocks(std::string_view bytes, std::size_t at) {
    while (at < bytes.size()) {
        const std::size_t size = byte_at(bytes, at);
        if (size == 0) return at + 1;
        at += 1 + size;
    }
    return std::string_view::npos;
}

struct GifBlock {
    static constexpr std::uint32_t extension = 0x21;
    static constexpr std::uint32_t frame = 0x2c;
    static constexpr std::uint32_t trailer = 0x3b;
    static constexpr std::uint32_t graphic_control = 0xf9;
    static constexpr std::uint32_t application = 0xff;
};

class GifReader {
  public:
    explicit GifReader(std::string_view bytes) : bytes_(bytes) {}

    Result<PictureFile> read() && {
        constexpr std::size_t header_size = 13;
        if (!has(bytes_, 0, header_size)) return cut_off();
        file_.info.format = PictureFormat::Gif;
        file_.info.width = little16(bytes_, 6);
        file_.info.height = little16(bytes_, 8);
        std::size_t at = header_size + table_size(byte_at(bytes_, 10));
        if (!has(bytes_, 0, at)) return cut_off();
        file_.served.keep(0, at);
        while (true) {
            if (!has(bytes_, at, 1)) return cut_off();
            const std::uint32_t block = byte_at(bytes_, at);
            if (block == GifBlock::trailer) break;
            if (block != GifBlock::extension && block != GifBlock::frame) return damaged("a block is unknown");
            const std::size_t end = block == GifBlock::frame ? behind_frame(at) : behind_extension(at);
            if (end == std::string_view::npos) return cut_off();
            if (block == GifBlock::frame || is_needed(at)) file_.served.keep(at, end - at);
            at = end;
        }
        if (frames_ == 0) return damaged("it has no pixels");
        file_.served.keep(at, 1);
        file_.info.is_animated = frames_ > 1;
        return std::move(file_);
    }

  private:
    std::size_t behind_frame(std::size_t at) {
        constexpr std::size_t descriptor_size = 10;
        if (!has(bytes_, at, descriptor_size)) return std::string_view::npos;
        ++frames_;
        return behind_blocks(bytes_, at + descriptor_size + table_size(byte_at(bytes_, at + 9)) + 1);
    }

    std::size_t behind_extension(std::size_t at) {
        if (!has(bytes_, at, 4)) return std::string_view::npos;
        const bool is_transparent =
            byte_at(bytes_, at + 1) == GifBlock::graphic_control && (byte_at(bytes_, at + 3) & 1) != 0;
        if (is_transparent) file_.info.has_alpha = true;
        return behind_blocks(bytes_, at + 2);
    }

    // How often an animation runs is said by an application's extension; comments and XMP are left out.
    bool is_needed(std::size_t at) const {
        const std::uint32_t label = byte_at(bytes_, at + 1);
        if (label == GifBlock::graphic_control) return true;
        const std::string_view name = bytes_.substr(at + 3, 11);
        return label == GifBlock::application &&
               (name == "NETSCAPE2.0" || name == "ANIMEXTS1.0" || name == "ICCRGBG1012");
    }

    std::string_view bytes_;
    PictureFile file_;
    std::size_t frames_ = 0;
};

}  // namespace

Result<PictureFile> read_gif(std::string_view bytes) {
    return GifReader(bytes).read();
}

}  // namespace byline::media
