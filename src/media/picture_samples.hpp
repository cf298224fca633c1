// The pictures of fixtures/media/pictures, and changes to them, for the tests.
// Pure functions, but for the reading.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "media/byte_order.hpp"
#include "media/exif_orientation.hpp"

namespace byline::media {

inline std::string pictures_folder() {
    return std::string(BYLINE_ROOT) + "/fixtures/media/pictures/";
}

inline std::string read_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string sample(const std::string& name) {
    return read_bytes(pictures_folder() + name);
}

inline std::vector<std::string> sample_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(pictures_folder()))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

// A segment of EXIF behind the start of a JPEG.
inline std::string turned(std::string jpeg, Orientation orientation) {
    const std::string tiff = orientation_as_tiff(orientation);
    std::string segment(
        "\xff\xe1\0\x22"
        "Exif\0\0",
        10);
    return jpeg.insert(2, segment + tiff);
}

}  // namespace byline::media
