// How facts name lists of works: "works en", "article en", "featured en", a term by its URL path, "series /series/x/".
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "site/kind.hpp"

namespace byline::publish {

[[nodiscard]] inline std::string works_list(std::string_view language) {
    return "works " + std::string(language);
}
[[nodiscard]] inline std::string featured_list(std::string_view language) {
    return "featured " + std::string(language);
}
[[nodiscard]] inline std::string kind_list(site::Kind kind, std::string_view language) {
    return std::string(site::name_of(kind)) + " " + std::string(language);
}
[[nodiscard]] inline std::string series_list(std::string_view url_path) {
    return "series " + std::string(url_path);
}

}  // namespace byline::publish
