// What can be told of a picture without decoding it, and its bytes without what tells about its maker.
// Pure functions; any number of threads may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "media/picture_info.hpp"
#include "result/result.hpp"

namespace byline::media {

// By the first bytes; nothing when they are no picture's that a browser shows.
[[nodiscard]] std::optional<PictureFormat> format_of_content(std::string_view bytes);

// Reads the structure of the file, never its pixels. The format is told by the content; a name with the ending of
// another one is an error, and so is a file that is cut off, that is not a picture, or larger than the limits allow.
// `name` is shown in messages.
[[nodiscard]] Result<PictureInfo> inspect(std::string_view bytes, std::string_view name,
                                          const PictureLimits& limits = {});

// The same picture, pixel for pixel, without where and with what it was made: EXIF, XMP, IPTC, comments, thumbnails,
// and whatever stands behind its end. Orientation, colour profile and animation stay. SVG comes back as it is.
[[nodiscard]] Result<std::string> strip(std::string_view bytes, std::string_view name,
                                        const PictureLimits& limits = {});

}  // namespace byline::media
