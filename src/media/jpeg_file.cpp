#include "media/byte_order.hpp"
#include "media/exif_orientation.hpp"
#include "media/picture_file.hpp"

namespace byline::media {
namespace {

using std::string_view_literals::operator""sv;  // NOLINT(misc-unused-using-decls): version 14 does not see its uses

struct JpegMarker {
    static constexpr std::uint32_t baseline_frame = 0xc0;
    static constexpr std::uint32_t huffman_tables = 0xc4;
    static constexpr std::uint32_t jpeg_extensions = 0xc8;
    static constexpr std::uint32_t arithmetic_tables = 0xcc;
    static constexpr std::uint32_t last_frame = 0xcf;
    static constexpr std::uint32_t first_restart = 0xd0;
    static constexpr std::uint32_t last_restart = 0xd7;
    static constexpr std::uint32_t start_of_image = 0xd8;
    static constexpr std::uint32_t end_of_image = 0xd9;
    static constexpr std::uint32_t start_of_scan = 0xda;
    static constexpr std::uint32_t application_0 = 0xe0;
    static constexpr std::uint32_t application_1 = 0xe1;
    static constexpr std::uint32_t application_2 = 0xe2;
    static constexpr std::uint32_t application_14 = 0xee;
    static constexpr std::uint32_t application_15 = 0xef;
    static constexpr std::uint32_t comment = 0xfe;
    static constexpr std::uint32_t temporary = 0x01;
};

bool is_frame(std::uint32_t marker) {
    return marker >= JpegMarker::baseline_frame && marker <= JpegMarker::last_frame &&
           marker != JpegMarker::huffman_tables && marker != JpegMarker::jpeg_extensions &&
           marker != JpegMarker::arithmetic_tables;
}

bool stands_alone(std::uint32_t marker) {
    return marker == JpegMarker::temporary ||
           (marker >= JpegMarker::first_restart && marker <= JpegMarker::last_restart);
}

class JpegReader {
  public:
    explicit JpegReader(std::string_view bytes) : bytes_(bytes) {}

    Result<PictureFile> read() && {
        std::size_t at = 2;
        bool has_scan = false;
        while (true) {
            if (!has(bytes_, at, 2)) return cut_off();
            if (byte_at(bytes_, at) != 0xff) return damaged("a marker is missing");
            const std::uint32_t marker = byte_at(bytes_, at + 1);
            if (marker == 0xff) {  // bytes that fill up before a marker
                ++at;
                continue;
            }
            if (marker == JpegMarker::end_of_image) break;
            if (stands_alone(marker)) {
                at += 2;
                continue;
            }
            if (!has(bytes_, at, 4)) return cut_off();
            const std::size_t size = 2 + big16(bytes_, at + 2);
            if (size < 4) return damaged("a segment has no length");
            if (!has(bytes_, at, size)) return cut_off();
            if (is_frame(marker) && !take_frame(at, size)) return damaged("its frame header is too short");
            take_segment(marker, at, size);
            at += size;
            if (marker != JpegMarker::start_of_scan) continue;
            if (file_.info.width == 0) return damaged("a scan stands before the frame header");
            has_scan = true;
            const std::size_t end = end_of_scan(at);
            body_.push_back({at, end - at});
            at = end;
        }
        if (!has_scan) return damaged("it has no pixels");
        return finish(at);
    }

  private:
    struct Range {
        std::size_t offset;
        std::size_t size;
    };

    bool take_frame(std::size_t at, std::size_t size) {
        constexpr std::size_t least = 10;
        if (size < least) return false;
        file_.info.height = big16(bytes_, at + 5);
        file_.info.width = big16(bytes_, at + 7);
        return true;
    }

    void take_segment(std::uint32_t marker, std::size_t at, std::size_t size) {
        const std::string_view content = bytes_.substr(at + 4, size - 4);
        constexpr std::string_view exif = "Exif\0\0"sv;
        constexpr std::string_view jfif = "JFIF\0"sv;
        constexpr std::string_view profile = "ICC_PROFILE\0"sv;
        constexpr std::string_view adobe = "Adobe"sv;
        constexpr std::size_t jfif_size = 14;
        if (marker == JpegMarker::application_1 && content.starts_with(exif)) {
            if (!has_orientation_) file_.info.orientation = read_orientation(content.substr(exif.size()));
            has_orientation_ = true;
        }
        if (marker == JpegMarker::application_0 && content.starts_with(jfif) && content.size() >= jfif_size &&
            jfif_.empty()) {
            // Without its thumbnail: what stands before that, and a size of nothing.
            jfif_ = "\xff\xe0\0\x10"sv;
            jfif_ += content.substr(0, jfif_size - 2);
            jfif_ += "\0\0"sv;
        }
        const bool is_metadata = (marker >= JpegMarker::application_0 && marker <= JpegMarker::application_15) ||
                                 marker == JpegMarker::comment;
        const bool is_needed = !is_metadata || (marker == JpegMarker::application_2 && content.starts_with(profile)) ||
                               (marker == JpegMarker::application_14 && content.starts_with(adobe));
        if (is_needed) body_.push_back({at, size});
    }

    // Behind a scan's entropy-coded bytes, at the next marker that is not one of theirs; the end when there is none.
    std::size_t end_of_scan(std::size_t at) const {
        while ((at = bytes_.find('\xff', at)) != std::string_view::npos && at + 1 < bytes_.size()) {
            const std::uint32_t next = byte_at(bytes_, at + 1);
            if (next != 0 && next != 0xff && !stands_alone(next)) return at;
            at += next == 0xff ? 1 : 2;
        }
        return bytes_.size();
    }

    Result<PictureFile> finish(std::size_t end) {
        ServedBytes& served = file_.served;
        served.keep(0, 2);
        if (!jfif_.empty()) served.add(jfif_);
        if (file_.info.orientation != Orientation::Upright) {
            std::string segment(
                "\xff\xe1\0\x22"
                "Exif\0\0"sv);
            segment += orientation_as_tiff(file_.info.orientation);
            served.add(std::move(segment));
        }
        for (const Range& range : body_) served.keep(range.offset, range.size);
        served.keep(end, 2);
        file_.info.format = PictureFormat::Jpeg;
        if (is_turned(file_.info.orientation)) std::swap(file_.info.width, file_.info.height);
        return std::move(file_);
    }

    std::string_view bytes_;
    PictureFile file_;
    bool has_orientation_ = false;
    std::string jfif_;
    std::vector<Range> body_;
};

}  // namespace

Result<PictureFile> read_jpeg(std::string_view bytes) {
    return JpegReader(bytes).read();
}

}  // namespace byline::media
