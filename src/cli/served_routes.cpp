#include "cli/served_routes.hpp"

#include <utility>

namespace byline::cli {

Result<server::RouteTable> served_routes(const discussion::Discussion& discussion, std::vector<std::string> origins) {
    server::RouteSettings settings{
        .origins = std::move(origins),
        .tokens = discussion.tokens(),
        .identify = [&discussion](const http::Request& request,
                                  std::time_t now) { return discussion.identify(request, now); },
        .deny = {}};
    return server::RouteTable::make(std::move(settings), discussion.routes());
}

}  // namespace byline::cli
