// A PictureFile is the structure of one picture's file: what it says of the picture, and which of its bytes are served.
// Values; the readers are pure. Each reads one container, in one pass, in time linear in the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "media/picture_info.hpp"
#include "result/result.hpp"

namespace byline::media {

// Stretches of a file, and bytes of our own between them.
class ServedBytes {
  public:
    void keep(std::size_t offset, std::size_t size);
    void add(std::string bytes);
    [[nodiscard]] std::string join(std::string_view file) const;

  private:
    struct Piece {
        std::size_t offset = 0;
        std::size_t size = 0;
        std::string own;  // when not empty, this instead
    };
    std::vector<Piece> pieces_;
};

struct PictureFile {
    PictureInfo info;
    ServedBytes served;
};

// Errors have no place: who knows the file's name adds it.
[[nodiscard]] Result<PictureFile> read_jpeg(std::string_view bytes);  // ITU T.81, Annex B
[[nodiscard]] Result<PictureFile> read_png(std::string_view bytes);   // PNG third edition, section 5
[[nodiscard]] Result<PictureFile> read_webp(std::string_view bytes);  // RFC 9649
[[nodiscard]] Result<PictureFile> read_gif(std::string_view bytes);   // GIF89a
[[nodiscard]] Result<PictureFile> read_avif(std::string_view bytes);  // AVIF 1.1, ISO/IEC 14496-12 and 23008-12
[[nodiscard]] Result<PictureFile> read_svg(std::string_view bytes);   // SVG 2, section 8

// Faults that several formats have.
[[nodiscard]] Failure cut_off();
[[nodiscard]] Failure damaged(std::string_view what);

}  // namespace byline::media
