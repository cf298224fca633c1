#include "site/reserved_folders.hpp"

namespace byline::site {
namespace {

// Also a file of the folder's own name.
bool lies_in(std::string_view folder, std::string_view output_path) {
    return output_path.starts_with(folder) || output_path == folder.substr(0, folder.size() - 1);
}

}  // namespace

std::optional<ReservedFolder> reserved_folder_of(std::string_view output_path, const Configuration& configuration) {
    if (configuration.has_search && lies_in(search_folder, output_path) && output_path != search_page)
        return ReservedFolder{"the search index", "[search]"};
    if (!configuration.has_comments) return std::nullopt;
    if (lies_in(conversation_folder, output_path)) return ReservedFolder{"the conversation", "[comments]"};
    if (lies_in(studio_folder, output_path)) return ReservedFolder{"the studio", "[comments]"};
    return std::nullopt;
}

}  // namespace byline::site
