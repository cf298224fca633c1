// Reserved folders are those of the output where something else stands than what the content makes: the search index,
// and what `byline serve` answers itself.
// Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "site/configuration.hpp"

namespace byline::site {

// The folder of the search index, unless there is none; nothing of the site lies in it but a page at its own address.
inline constexpr std::string_view search_folder = "search/";
inline constexpr std::string_view search_page = "search/index.html";

// Folders of the site whose addresses `byline serve` answers itself when readers may comment: nothing of the site lies
// in them, because a file there would stand before the answers.
inline constexpr std::string_view conversation_folder = "conversation/";
inline constexpr std::string_view studio_folder = "studio/";

struct ReservedFolder {
    std::string_view what;
    std::string_view table;  // of byline.toml, that makes it so
};

// The one that a file at `output_path` would lie in, or be called as.
[[nodiscard]] std::optional<ReservedFolder> reserved_folder_of(std::string_view output_path,
                                                               const Configuration& configuration);

}  // namespace byline::site
