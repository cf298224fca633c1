#include "media/picture.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "media/picture_file.hpp"

namespace byline::media {
namespace {

using std::string_view_literals::operator""sv;  // NOLINT(misc-unused-using-decls): version 14 does not see its uses

struct Ending {
    std::string_view ending;
    PictureFormat format;
};
constexpr std::array<Ending, 8> endings = {{{"jpg", PictureFormat::Jpeg},
                                            {"jpeg", PictureFormat::Jpeg},
                                            {"jfif", PictureFormat::Jpeg},
                                            {"png", PictureFormat::Png},
                                            {"webp", PictureFormat::Webp},
                                            {"gif", PictureFormat::Gif},
                                            {"avif", PictureFormat::Avif},
                                            {"svg", PictureFormat::Svg}}};

std::string_view ending_of(PictureFormat format) {
    return std::ranges::find(endings, format, &Ending::format)->ending;
}

// Brands of ISO/IEC 14496-12 that mean AVIF, the first or any other of the file's.
bool has_avif_brand(std::string_view bytes) {
    constexpr std::size_t most_brands = 256;
    if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
    const std::string_view brands = bytes.substr(8, most_brands);
    for (std::size_t at = 0; at + 4 <= brands.size(); at += 4) {
        const std::string_view brand = brands.substr(at, 4);
        if (brand == "avif" || brand == "avis") return true;
    }
    return false;
}

// What a file is that has no format of ours, for those that people put into a site.
std::string_view other_format(std::string_view bytes) {
    if (bytes.starts_with("BM")) return "a BMP";
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return "a TIFF, or a camera's raw picture";
    if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp") return "a HEIC, or a film";
    if (bytes.starts_with("8BPS")) return "a Photoshop document";
    if (bytes.starts_with("%PDF")) return "a PDF";
    if (bytes.starts_with("version https://git-lfs")) return "a pointer of Git LFS: fetch the file itself";
    return {};
}

Result<PictureFile> read_file(PictureFormat format, std::string_view bytes) {
    switch (format) {
        case PictureFormat::Jpeg: return read_jpeg(bytes);
        case PictureFormat::Png: return read_png(bytes);
        case PictureFormat::Webp: return read_webp(bytes);
        case PictureFormat::Gif: return read_gif(bytes);
        case PictureFormat::Avif: return read_avif(bytes);
        case PictureFormat::Svg: return read_svg(bytes);
    }
    return damaged("its format is unknown");
}

Result<void> check_size(const PictureInfo& info, const PictureLimits& limits) {
    if (info.format == PictureFormat::Svg) return {};
    if (info.width == 0 || info.height == 0) return damaged("it has no size");
    const std::uint64_t pixels = std::uint64_t{info.width} * info.height;
    if (pixels <= limits.pixels && info.width <= limits.side && info.height <= limits.side) return {};
    return fail(content_error(
        fmt::format("the picture says that it has {} x {} pixels", info.width, info.height),
        fmt::format("make it smaller: at most {} megapixels, and {} on a side", limits.pixels / 1'000'000, limits.side),
        {}));
}

Result<PictureFile> read_unnamed(std::string_view bytes, std::string_view name, const PictureLimits& limits) {
    if (bytes.empty()) return fail(content_error("the picture is empty", "export it again", {}));
    if (bytes.size() > limits.bytes) {
        return fail(content_error(fmt::format("the picture has {} MB", bytes.size() >> 20),
                                  fmt::format("make it smaller: at most {} MB", limits.bytes >> 20), {}));
    }
    const auto format = format_of_content(bytes);
    if (!format) {
        const std::string_view other = other_format(bytes);
        return fail(content_error(other.empty() ? std::string("the file is no picture that a browser shows")
                                                : fmt::format("the file is {}", other),
                                  "save it as JPEG, PNG, WebP, GIF, AVIF or SVG", {}));
    }
    const auto named = format_of_name(name);
    if (named && *named != *format) {
        return fail(content_error(
            fmt::format("the picture is {}, and named as if it were {}", name_of(*format), name_of(*named)),
            fmt::format("give it the ending .{}", ending_of(*format)), {}));
    }
    TRY(auto file, read_file(*format, bytes));
    CHECK(check_size(file.info, limits));
    return file;
}

Result<PictureFile> read_picture(std::string_view bytes, std::string_view name, const PictureLimits& limits) {
    auto file = read_unnamed(bytes, name, limits);
    if (!file) file.error().place.file = name;
    return file;
}

}  // namespace

Failure cut_off() {
    return fail(content_error("the picture ends before it is complete", "export or download it again", {}));
}

Failure damaged(std::string_view what) {
    return fail(content_error(fmt::format("the picture is damaged: {}", what), "export it again", {}));
}

void ServedBytes::keep(std::size_t offset, std::size_t size) {
    if (size == 0) return;
    if (!pieces_.empty() && pieces_.back().own.empty() && pieces_.back().offset + pieces_.back().size == offset) {
        pieces_.back().size += size;
        return;
    }
    pieces_.push_back({offset, size, {}});
}

void ServedBytes::add(std::string bytes) {
    if (!bytes.empty()) pieces_.push_back({0, 0, std::move(bytes)});
}

std::string ServedBytes::join(std::string_view file) const {
    std::string joined;
    std::size_t size = 0;
    for (const Piece& piece : pieces_) size += piece.size + piece.own.size();
    joined.reserve(size);
    for (const Piece& piece : pieces_)
        joined.append(piece.own.empty() ? file.substr(piece.offset, piece.size) : piece.own);
    return joined;
}

std::optional<PictureFormat> format_of_content(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff"sv)) return PictureFormat::Jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return PictureFormat::Png;
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return PictureFormat::Gif;
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return PictureFormat::Webp;
    if (has_avif_brand(bytes)) return PictureFormat::Avif;
    const auto first = bytes.substr(0, 256).find_first_not_of("\xef\xbb\xbf \t\r\n"sv);
    constexpr std::size_t looked_at = 4096;
    const bool is_markup = first != std::string_view::npos && bytes[first] == '<';
    if (is_markup && bytes.substr(0, looked_at).find("svg") != std::string_view::npos) return PictureFormat::Svg;
    return std::nullopt;
}

std::string_view name_of(PictureFormat format) {
    constexpr std::array<std::string_view, 6> names = {"JPEG", "PNG", "WebP", "GIF", "AVIF", "SVG"};
    return names[static_cast<std::size_t>(format)];
}

std::optional<PictureFormat> format_of_name(std::string_view file_name) {
    const auto dot = file_name.find_last_of("./");
    if (dot == std::string_view::npos || file_name[dot] == '/') return std::nullopt;
    std::string ending(file_name.substr(dot + 1));
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto found = std::ranges::find(endings, std::string_view(ending), &Ending::ending);
    return found == endings.end() ? std::nullopt : std::optional(found->format);
}

Result<PictureInfo> inspect(std::string_view bytes, std::string_view name, const PictureLimits& limits) {
    TRY(const auto file, read_picture(bytes, name, limits));
    return file.info;
}

Result<std::string> strip(std::string_view bytes, std::string_view name, const PictureLimits& limits) {
    TRY(const auto file, read_picture(bytes, name, limits));
    return file.served.join(bytes);
}

}  // namespace byline::media
