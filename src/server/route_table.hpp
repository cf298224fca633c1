// The RouteTable is the only list of what the server does besides sending files, and the only door to it: it finds the
// route, sees that its conditions hold, and calls its handler. Immutable once it was made; safe from any thread.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"
#include "result/result.hpp"
#include "server/form_tokens.hpp"
#include "server/route.hpp"
#include "server/same_origin.hpp"

namespace byline::server {

// What the table has for a method and a path.
struct RouteOffer {
    enum class Kind : std::uint8_t { Nothing, WrongMethod, Taken };

    Kind kind = Kind::Nothing;
    std::size_t body_bytes_max = 0;
    std::string allowed;  // methods, of Kind::WrongMethod: "GET, HEAD"
};

struct RouteSettings {
    std::vector<std::string> origins;  // where pages of this site come from: "https://example.org"
    FormTokens tokens;
    Identifier identify;  // empty: everybody is anyone
    Denial deny;          // empty: 403
};

class RouteTable {
  public:
    // Fails when a pattern cannot be read, two routes take one request, or a handler is missing.
    [[nodiscard]] static Result<RouteTable> make(RouteSettings settings, std::vector<Route> routes);

    [[nodiscard]] RouteOffer offer(http::Method method, std::string_view path) const;

    // The whole way of a request: route, origin, identity, credential, form, token, handler. Called where it may block.
    [[nodiscard]] http::Response answer(const http::Request& request, const http::IpAddress& address,
                                        http::Transport transport, std::time_t now) const;

    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
    [[nodiscard]] const RouteSettings& settings() const { return settings_; }

  private:
    struct Found {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> parameters;
        std::vector<const Route*> others;  // of the same path, by another method
    };

    RouteTable(RouteSettings settings, std::vector<Route> routes)
        : settings_(std::move(settings)), routes_(std::move(routes)) {}
    [[nodiscard]] Found find(http::Method method, std::string_view path) const;

    RouteSettings settings_;
    std::vector<Route> routes_;
};

}  // namespace byline::server
