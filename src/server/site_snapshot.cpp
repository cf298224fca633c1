#include "server/site_snapshot.hpp"

namespace byline::server {

const Resource* SiteSnapshot::missing_page(std::string_view path) const {
    for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/', slash - 1)) {
        const auto found = missing_pages.find(path.substr(0, slash + 1));
        if (found != missing_pages.end()) return found->second.get();
        if (slash == 0) break;
    }
    return nullptr;
}

}  // namespace byline::server
