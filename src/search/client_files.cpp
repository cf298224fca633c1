#include "search/client_files.hpp"

#include <cstddef>

#include "search/embedded_client.hpp"

namespace byline::search {

std::string without_comments(std::string_view script) {
    std::string kept;
    while (!script.empty()) {
        const std::size_t end = script.find('\n');
        std::string_view line = script.substr(0, end);
        script.remove_prefix(end == std::string_view::npos ? script.size() : end + 1);
        line.remove_prefix(line.find_first_not_of(' ') == std::string_view::npos ? line.size()
                                                                                 : line.find_first_not_of(' '));
        if (line.empty() || line.starts_with("//")) continue;
        kept += line;
        kept += '\n';
    }
    return kept;
}

std::vector<File> client_files() {
    std::vector<File> files;
    for (const EmbeddedFile& file : embedded_client()) {
        files.push_back({std::string(file.path), without_comments(file.bytes)});
    }
    return files;
}

}  // namespace byline::search
