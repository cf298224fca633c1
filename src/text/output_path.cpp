// Which paths may become files of the output (declared in url.hpp).
#include <algorithm>
#include <string>

#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::text {
namespace {

constexpr std::size_t max_segment_bytes = 255;  // NAME_MAX of every file system in use
constexpr std::size_t max_path_bytes = 1024;

Failure refuse(std::string message, std::string remedy) {
    return fail(content_error(std::move(message), std::move(remedy), {}));
}

std::string quoted(std::string_view path) {
    return "'" + std::string(path) + "'";
}

// A dot may hide behind its encoding: servers decode a path before they resolve it.
bool climbs(std::string_view segment) {
    const std::string decoded = percent_decode(segment).value_or(std::string(segment));
    return decoded == "." || decoded == ".." || decoded.find('/') != std::string::npos;
}

Result<void> valid_segment(std::string_view segment, std::string_view path) {
    if (segment.empty()) return refuse(quoted(path) + " has an empty part", "remove the double slash");
    if (climbs(segment)) {
        return refuse(quoted(path) + " climbs out of its folder",
                      "write a path below the site's root, without '.' and '..'");
    }
    if (segment.size() > max_segment_bytes) {
        return refuse("a part of the path is longer than 255 bytes: '" +
                          std::string(segment.substr(0, boundary_at_or_before(segment, 40))) + "…'",
                      "shorten it: no file system can hold it");
    }
    return {};
}

}  // namespace

Result<void> valid_output_path(std::string_view path) {
    if (path.empty()) return refuse("the path is empty", "write a path below the site's root");
    if (find_invalid(path)) return refuse("the path is not valid UTF-8", "save the file as UTF-8");
    if (std::any_of(path.begin(), path.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
        return refuse("the path has a control character", "remove line breaks and invisible characters from it");
    }
    if (path.find('\\') != std::string_view::npos) {
        return refuse(quoted(path) + " has a backslash", "separate folders by '/'");
    }
    if (path.front() == '/') {
        return refuse(quoted(path) + " is an absolute path", "write it without the leading slash");
    }
    if (path.size() > max_path_bytes) return refuse("the path is longer than 1,024 bytes", "shorten it");
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('/'), rest.size());
        CHECK(valid_segment(rest.substr(0, end), path));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

}  // namespace byline::text
