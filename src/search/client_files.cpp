#include "search/client_files.hpp"

#include <string>

#include "search/embedded_client.hpp"

namespace byline::search {

std::vector<File> client_files() {
    std::vector<File> files;
    for (const EmbeddedFile& file : embedded_client()) {
        files.push_back({std::string(file.path), std::string(file.bytes)});
    }
    return files;
}

}  // namespace byline::search
