// The one field of EXIF that a picture needs to be shown right, read from what a camera wrote and written alone.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "media/picture_info.hpp"

namespace byline::media {

// `tiff` begins with "II*" or "MM" and its header (EXIF 2.32, section 4.5). Upright when it is damaged or does not say.
[[nodiscard]] Orientation read_orientation(std::string_view tiff);
// A TIFF structure that has nothing but the orientation.
[[nodiscard]] std::string orientation_as_tiff(Orientation orientation);

}  // namespace byline::media
