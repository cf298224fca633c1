#include "outbound/guarded_client.hpp"

#include <algorithm>

#include "outbound/target.hpp"
#include "outbound/transfer.hpp"

namespace byline::outbound {
namespace {

using Clock = std::chrono::steady_clock;

Obstacle refusal(const Target& target, std::string_view why) {
    return {ObstacleKind::Refused, content_error("'" + target.host() + "' is not spoken to: " + std::string(why),
                                                 "give the address of a public host", {})};
}

std::chrono::milliseconds left_until(Clock::time_point end) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
}

bool leads_elsewhere(const Answer& answer) {
    const bool moved = answer.status == 301 || answer.status == 302 || answer.status == 303 || answer.status == 307 ||
                       answer.status == 308;
    return moved && !answer.header("location").empty();
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

bool is_well_formed(const Request& request, const ClientOptions& options) {
    return request.url.size() <= options.url_bytes && request.body.size() <= options.request_bytes &&
           !has_control_characters(request.accept) && !has_control_characters(request.content_type);
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const Header& one) { return one.name == name; });
    return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

Reply GuardedClient::fetch(const Request& request) {
    const Result<loading::CurlFunctions>& curl = loading::the_curl();
    if (!curl) return Obstacle{ObstacleKind::Unavailable, curl.error()};
    if (!is_well_formed(request, options_)) {
        return Obstacle{ObstacleKind::Refused,
                        content_error("the request is too long, or no line of HTTP", "give a shorter address", {})};
    }
    const Clock::time_point end = Clock::now() + options_.whole_limit;
    auto target = Target::parse(*curl, request.url);
    Request asked = request;
    for (int redirects = 0;; ++redirects) {
        if (!target) return Obstacle{ObstacleKind::Refused, target.error()};
        if (target->url().size() > options_.url_bytes) return refusal(*target, "the address is too long");
        if (!policy_.allows_port(target->port())) return refusal(*target, "its port is none of the web");
        if (is_stopped_) return Obstacle{ObstacleKind::Unavailable, system_error("nothing is asked any more", "", {})};
        std::vector<IpAddress> addresses;
        if (const auto literal = parse_ip_address(target->host())) {
            addresses.push_back(*literal);
        } else {
            auto found = resolver_.addresses_of(target->host(), left_until(end));
            if (!found) return Obstacle{ObstacleKind::NotFound, found.error()};
            addresses = std::move(*found);
        }
        // One that is not public is enough: a name that has both is made to deceive.
        for (const IpAddress& address : addresses) {
            if (const auto why = policy_.objection_to(address)) return refusal(*target, *why);
        }
        Reply reply = carry_out({*curl, options_, policy_, *target, addresses, left_until(end), is_stopped_}, asked);
        const auto* answer = std::get_if<Answer>(&reply);
        if (answer == nullptr || !leads_elsewhere(*answer)) return reply;
        if (redirects == options_.redirects) {
            return Obstacle{ObstacleKind::TooManyRedirects,
                            content_error("'" + target->host() + "' leads from one address to the next without end",
                                          "give the address that it leads to", {})};
        }
        auto next = target->redirected_to(*curl, answer->header("location"));
        if (next && target->is_https() && !next->is_https() && options_.downgrade == Downgrade::Refused) {
            return refusal(*next, "it is reached by a redirect from https to http");
        }
        // RFC 9110, section 15.4: only 307 and 308 keep the method.
        if (asked.method == Method::Post && answer->status < 307) {
            asked.method = Method::Get;
            asked.body.clear();
        }
        target = std::move(next);
    }
}

}  // namespace byline::outbound
