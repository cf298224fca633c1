#include <algorithm>

#include "media/byte_order.hpp"
#include "media/picture_file.hpp"

namespace byline::media {
namespace {

// A box of ISO/IEC 14496-12, section 4.2.
struct Box {
    std::string_view type;
    std::size_t content = 0;  // offset in the file
    std::size_t end = 0;
};

struct FileRange {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

// A cursor over the fields of one box, whose numbers have the widths that the box says.
class Fields {
  public:
    Fields(std::string_view bytes, std::size_t at, std::size_t end) : bytes_(bytes.substr(0, end)), at_(at) {}

    // 0 to 8 bytes; once the box has ended it gives 0, and is_whole() is false.
    std::uint64_t number(std::size_t width) {
        if (!has(bytes_, at_, width)) {
            is_whole_ = false;
            return 0;
        }
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < width; ++i) number = number << 8 | byte_at(bytes_, at_++);
        return number;
    }
    std::string_view text(std::size_t width) {
        const std::size_t at = at_;
        static_cast<void>(number(std::min<std::size_t>(width, 8)));
        return is_whole_ ? bytes_.substr(at, width) : std::string_view();
    }
    [[nodiscard]] bool is_whole() const { return is_whole_; }

  private:
    std::string_view bytes_;
    std::size_t at_;
    bool is_whole_ = true;
};

class AvifReader {
  public:
    explicit AvifReader(std::string_view bytes) : bytes_(bytes) {}

    Result<PictureFile> read() && {
        std::size_t at = 0;
        while (at < bytes_.size()) {
            TRY(const Box box, box_at(at, bytes_.size()));
            if (at == 0) file_.info.is_animated = bytes_.substr(box.content, 4) == "avis";
            if (box.type == "meta") CHECK(read_meta(box));
            if (box.type == "mdat") data_.push_back({box.content, box.end - box.content});
            at = box.end;
        }
        if (file_.info.width == 0) return damaged("it does not say its size");
        if (data_.empty()) return cut_off();
        if (is_turned_) std::swap(file_.info.width, file_.info.height);
        file_.info.format = PictureFormat::Avif;
        return serve();
    }

  private:
    Result<Box> box_at(std::size_t at, std::size_t end) const {
        const std::string_view within = bytes_.substr(0, end);
        if (!has(within, at, 8)) return cut_off();
        std::uint64_t size = big32(within, at);
        std::size_t header = 8;
        if (size == 1) {
            header = 16;
            if (!has(within, at, header)) return cut_off();
            size = big64(within, at + 8);
        }
        if (size == 0) size = end - at;  // up to the end
        if (size < header) return damaged("a box is too short");
        if (size > end - at) return cut_off();
        return Box{within.substr(at + 4, 4), at + header, at + static_cast<std::size_t>(size)};
    }

    template <typename Visit>
    Result<void> each_box(std::size_t at, std::size_t end, Visit&& visit) const {
        while (at < end) {
            TRY(const Box box, box_at(at, end));
            visit(box);
            at = box.end;
        }
        return {};
    }

    Result<void> read_meta(const Box& meta) {
        constexpr std::size_t version_and_flags = 4;
        if (meta.end - meta.content < version_and_flags) return cut_off();
        Box locations;
        Box information;
        Box properties;
        std::size_t data = 0;
        CHECK(each_box(meta.content + version_and_flags, meta.end, [&](const Box& box) {
            if (box.type == "iloc") locations = box;
            if (box.type == "iinf") information = box;
            if (box.type == "iprp") properties = box;
            if (box.type == "idat") {
                data = box.content;
                data_.push_back({box.content, box.end - box.content});
            }
        }));
        CHECK(each_box(properties.content, properties.end, [&](const Box& box) {
            if (box.type == "ipco") containers_.push_back(box);
        }));
        for (const Box& container : containers_) {
            CHECK(each_box(container.content, container.end, [&](const Box& box) { take_property(box); }));
        }
        CHECK(read_information(information));
        return read_locations(locations, data);
    }

    // A picture of tiles names the size of the tiles too: the largest is its own.
    void take_property(const Box& box) {
        const std::string_view content = bytes_.substr(box.content, box.end - box.content);
        if (box.type == "ispe" && content.size() >= 12) {
            const std::uint32_t width = big32(content, 4);
            const std::uint32_t height = big32(content, 8);
            const auto area = [](std::uint64_t w, std::uint64_t h) { return w * h; };
            if (area(width, height) > area(file_.info.width, file_.info.height)) {
                file_.info.width = width;
                file_.info.height = height;
            }
        }
        if (box.type == "irot" && !content.empty()) is_turned_ = (byte_at(content, 0) & 1) != 0;
        if (box.type == "auxC" && content.find("auxiliary:alpha") != std::string_view::npos)
            file_.info.has_alpha = true;
    }

    // Section 8.11.6: which items are EXIF or XMP.
    Result<void> read_information(const Box& information) {
        if (information.type.empty()) return {};
        Fields head(bytes_, information.content, information.end);
        const std::uint64_t version = head.number(1);
        head.number(3);
        head.number(version == 0 ? 2 : 4);
        if (!head.is_whole()) return cut_off();
        const std::size_t first = information.content + (version == 0 ? 6 : 8);
        return each_box(first, information.end, [&](const Box& box) {
            if (box.type != "infe") return;
            Fields entry(bytes_, box.content, box.end);
            const std::uint64_t entry_version = entry.number(1);
            entry.number(3);
            const std::uint64_t id = entry.number(entry_version < 3 ? 2 : 4);
            entry.number(2);
            const std::string_view type = entry.text(4);
            if (entry_version >= 2 && (type == "Exif" || type == "mime")) metadata_.push_back(id);
        });
    }

    // Section 8.11.3: where the bytes of these items are.
    Result<void> read_locations(const Box& locations, std::size_t data) {
        if (locations.type.empty() || metadata_.empty()) return {};
        std::ranges::sort(metadata_);
        Fields box(bytes_, locations.content, locations.end);
        const std::uint64_t version = box.number(1);
        box.number(3);
        const std::uint64_t widths = box.number(2);
        const auto offset_width = static_cast<std::size_t>(widths >> 12);
        const auto length_width = static_cast<std::size_t>(widths >> 8 & 15);
        const auto first_width = static_cast<std::size_t>(widths >> 4 & 15);
        const auto index_width = static_cast<std::size_t>(version == 0 ? 0 : widths & 15);
        if (std::max({offset_width, length_width, first_width, index_width}) > 8) return damaged("its items are");
        const std::uint64_t count = box.number(version < 2 ? 2 : 4);
        for (std::uint64_t i = 0; i < count && box.is_whole(); ++i) {
            const std::uint64_t id = box.number(version < 2 ? 2 : 4);
            const std::uint64_t method = version == 0 ? 0 : box.number(2) & 15;
            box.number(2);
            const std::uint64_t first = box.number(first_width);
            const std::uint64_t extents = box.number(2);
            const bool is_metadata = std::ranges::binary_search(metadata_, id);
            for (std::uint64_t e = 0; e < extents && box.is_whole(); ++e) {
                box.number(index_width);
                const std::uint64_t offset = box.number(offset_width) + first + (method == 1 ? data : 0);
                const std::uint64_t length = box.number(length_width);
                if (box.is_whole() && is_metadata) blank_.push_back({offset, length});
            }
        }
        return box.is_whole() ? Result<void>() : cut_off();
    }

    // Offsets stay what they are: what is left out becomes zeros.
    Result<PictureFile> serve() {
        std::ranges::sort(blank_, {}, &FileRange::offset);
        std::size_t at = 0;
        for (FileRange& range : blank_) {
            const auto data = std::ranges::find_if(data_, [&](const FileRange& d) {
                return range.offset >= d.offset && range.offset - d.offset <= d.size &&
                       range.size <= d.size - (range.offset - d.offset);
            });
            if (data == data_.end()) return damaged("what it says of itself is not among its data");
            if (range.size == 0) range.size = data->size - (range.offset - data->offset);
            const std::size_t end = range.offset + range.size;
            if (end <= at) continue;
            const std::size_t begin = std::max(range.offset, at);
            file_.served.keep(at, begin - at);
            file_.served.add(std::string(end - begin, '\0'));
            at = end;
        }
        file_.served.keep(at, bytes_.size() - at);
        return std::move(file_);
    }

    std::string_view bytes_;
    PictureFile file_;
    bool is_turned_ = false;
    std::vector<FileRange> data_;  // where the bytes of items are
    std::vector<Box> containers_;
    std::vector<std::uint64_t> metadata_;
    std::vector<FileRange> blank_;
};

}  // namespace

Result<PictureFile> read_avif(std::string_view bytes) {
    return AvifReader(bytes).read();
}

}  // namespace byline::media
