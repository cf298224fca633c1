#include "server/route_table.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace byline::server {

namespace {

using http::Method;
using http::Response;

constexpr std::size_t segments_max = 16;

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    while (true) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, slash));
        if (slash == path.size()) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool takes_rest(std::string_view segment) {
    return is_parameter(segment) && segment.ends_with("...}");
}

std::string parameter_name(std::string_view segment) {
    segment = segment.substr(1, segment.size() - 2);
    if (segment.ends_with("...")) segment.remove_suffix(3);
    return std::string(segment);
}

// The parameters of `pattern` in `path`, or nothing when it does not match.
std::optional<std::map<std::string, std::string, std::less<>>> match(std::string_view pattern, std::string_view path) {
    std::map<std::string, std::string, std::less<>> parameters;
    const auto wanted = segments_of(pattern);
    const auto given = segments_of(path);
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        if (index >= given.size()) return std::nullopt;
        if (takes_rest(wanted[index])) {
            const auto begin = static_cast<std::size_t>(given[index].data() - path.data());
            parameters[parameter_name(wanted[index])] = path.substr(begin);
            return parameters;
        }
        if (is_parameter(wanted[index])) {
            if (given[index].empty()) return std::nullopt;
            parameters[parameter_name(wanted[index])] = given[index];
        } else if (wanted[index] != given[index]) {
            return std::nullopt;
        }
    }
    if (given.size() != wanted.size()) return std::nullopt;
    return parameters;
}

// Whether one path can be both's.
bool overlap(std::string_view left, std::string_view right) {
    const auto a = segments_of(left);
    const auto b = segments_of(right);
    for (std::size_t index = 0; index < std::min(a.size(), b.size()); ++index) {
        if (takes_rest(a[index]) || takes_rest(b[index])) return true;
        if (!is_parameter(a[index]) && !is_parameter(b[index]) && a[index] != b[index]) return false;
    }
    return a.size() == b.size();
}

bool takes_method(Effect effect, Method method) {
    if (effect == Effect::Reads) return method == Method::Get || method == Method::Head;
    return method == Method::Post;
}

Result<void> check_pattern(const Route& route) {
    const auto refuse = [&](std::string_view why) {
        return fail(usage_error("the route '" + route.pattern + "' " + std::string(why), "change the list of routes"));
    };
    if (!route.pattern.starts_with('/')) return refuse("does not start with '/'");
    if (!route.handler) return refuse("has no handler");
    if (route.effect == Effect::Receives && route.needs != Credential::Anyone) {
        return refuse("is open to all and wants a credential");
    }
    const auto segments = segments_of(route.pattern);
    if (segments.size() > segments_max) return refuse("has too many segments");
    for (std::size_t index = 0; index < segments.size(); ++index) {
        if (takes_rest(segments[index]) && index + 1 < segments.size()) return refuse("goes on after {rest...}");
        const bool has_brace = segments[index].find_first_of("{}") != std::string_view::npos;
        if (has_brace && !is_parameter(segments[index])) return refuse("has a parameter that is not a whole segment");
    }
    return {};
}

Response refusal(int status, std::string_view why) {
    Response response = http::text_response(status, why);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace

std::string Visit::form_token() const {
    return tokens.issue(identity.session, now);
}

Result<RouteTable> RouteTable::make(RouteSettings settings, std::vector<Route> routes) {
    for (std::size_t index = 0; index < routes.size(); ++index) {
        CHECK(check_pattern(routes[index]));
        for (std::size_t other = 0; other < index; ++other) {
            const bool share_method =
                (routes[index].effect == Effect::Reads) == (routes[other].effect == Effect::Reads);
            if (!share_method || !overlap(routes[index].pattern, routes[other].pattern)) continue;
            return fail(usage_error(
                "the routes '" + routes[other].pattern + "' and '" + routes[index].pattern + "' take the same requests",
                "change one of the patterns"));
        }
    }
    return RouteTable(std::move(settings), std::move(routes));
}

RouteTable::Found RouteTable::find(Method method, std::string_view path) const {
    Found found;
    if (!path.starts_with('/')) return found;
    for (const Route& route : routes_) {
        auto parameters = match(route.pattern, path);
        if (!parameters) continue;
        if (takes_method(route.effect, method)) {
            found.route = &route;
            found.parameters = std::move(*parameters);
            return found;
        }
        found.others.push_back(&route);
    }
    return found;
}

RouteOffer RouteTable::offer(Method method, std::string_view path) const {
    const Found found = find(method, path);
    if (found.route != nullptr) {
        const bool has_body = found.route->effect != Effect::Reads;
        return {RouteOffer::Kind::Taken, has_body ? found.route->body_bytes_max : 0, {}};
    }
    if (found.others.empty()) return {};
    const bool reads = std::any_of(found.others.begin(), found.others.end(),
                                   [](const Route* route) { return route->effect == Effect::Reads; });
    return {RouteOffer::Kind::WrongMethod, 0, reads ? "GET, HEAD" : "POST"};
}

Response RouteTable::answer(const http::Request& request, const http::IpAddress& address, http::Transport transport,
                            std::time_t now) const {
    Found found = find(request.method, request.target.path);
    if (found.route == nullptr) return refusal(404, "nothing here\n");
    const Route& route = *found.route;
    const bool is_received = route.effect == Effect::Receives;
    const bool has_origin = route.effect != Effect::Reads && !is_received;
    const Origin origin = has_origin ? origin_of(request, settings_.origins) : Origin::Own;
    if (origin == Origin::Foreign) return refusal(403, "this can only be sent from a page of this site\n");
    auto query = http::parse_form(request.target.query);
    if (!query) return refusal(400, query.error().message + "\n");
    Visit visit{.request = request,
                .address = address,
                .transport = transport,
                .identity = settings_.identify && !is_received ? settings_.identify(request, now) : Identity(),
                .parameters = std::move(found.parameters),
                .query = std::move(*query),
                .form = {},
                .now = now,
                .tokens = settings_.tokens};
    // Who is signed in is signed in on every page, foreign ones too: then a client has to say where it comes from.
    if (origin == Origin::Unsaid && visit.identity.credential != Credential::Anyone) {
        return refusal(403, "this can only be sent from a page of this site\n");
    }
    if (visit.identity.credential < route.needs) {
        return settings_.deny ? settings_.deny(visit, route.needs) : refusal(403, "not for you\n");
    }
    if (route.effect != Effect::Reads && http::is_form_type(request.header("Content-Type"))) {
        auto form = http::parse_form(request.body);
        if (!form) return refusal(400, form.error().message + "; " + form.error().remedy + "\n");
        visit.form = std::move(*form);
    }
    if (route.effect == Effect::Writes) {
        switch (settings_.tokens.check(visit.form[form_token_field], visit.identity.session, now)) {
            case TokenState::Good: break;
            case TokenState::Expired:
                return refusal(403,
                               "this form lay open for too long; go back, load the page again, and send it again\n");
            case TokenState::Wrong: return refusal(403, "this form was not made by this site\n");
        }
    }
    return route.handler(visit);
}

}  // namespace byline::server
