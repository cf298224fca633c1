#include "cli/served_routes.hpp"

#include <utility>

namespace byline::cli {

Result<server::RouteTable> served_routes(const discussion::Discussion& discussion, const studio::Studio& studio,
                                         std::vector<std::string> origins) {
    server::RouteSettings settings{
        .origins = std::move(origins),
        .tokens = discussion.tokens(),
        // One cookie is for the studio alone and the other for the rest: pages of the site carry form tokens that
        // all readers share, and which would be none for a session.
        .identify =
            [&discussion, &studio](const http::Request& request, std::time_t now) {
                return studio.has(request.target.path) ? studio.identify(request, now)
                                                       : discussion.identify(request, now);
            },
        // Nothing of readers needs more than they have.
        .deny = [&studio](const server::Visit& visit, server::Credential) { return studio.deny(visit); }};
    std::vector<server::Route> routes = discussion.routes();
    for (server::Route& route : studio.routes()) routes.push_back(std::move(route));
    return server::RouteTable::make(std::move(settings), std::move(routes));
}

Result<std::unique_ptr<studio::Studio>> open_studio(const discussion::Discussion& discussion,
                                                    studio::StudioOptions options) {
    options.face = [&discussion](std::string_view name) { return discussion.face_path(name); };
    options.page_title = [&discussion](std::string_view address) { return discussion.page_title(address); };
    return studio::Studio::make(std::move(options), {.database = discussion.database(),
                                                     .key = discussion.key(),
                                                     .entropy = discussion.entropy(),
                                                     .rules = discussion.rules()});
}

}  // namespace byline::cli
