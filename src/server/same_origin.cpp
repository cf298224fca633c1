#include "server/same_origin.hpp"

#include <algorithm>
#include <string_view>

namespace byline::server {

Origin origin_of(const http::Request& request, const std::vector<std::string>& own_origins) {
    const auto is_own = [&](std::string_view origin) {
        return std::find(own_origins.begin(), own_origins.end(), origin) != own_origins.end();
    };
    const std::string_view site = request.header("Sec-Fetch-Site");
    const std::string_view origin = request.header("Origin");
    // "none" is what was typed into the address bar, and nobody types a form.
    if (!site.empty() && site != "same-origin") return Origin::Foreign;
    if (!origin.empty()) return is_own(origin) ? Origin::Own : Origin::Foreign;
    if (!site.empty()) return Origin::Own;
    const std::string_view referer = request.header("Referer");
    if (referer.empty()) return Origin::Unsaid;
    const std::size_t scheme = referer.find("://");
    if (scheme == std::string_view::npos) return Origin::Foreign;
    return is_own(referer.substr(0, referer.find('/', scheme + 3))) ? Origin::Own : Origin::Foreign;
}

}  // namespace byline::server
