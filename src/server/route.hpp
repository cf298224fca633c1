// A Route is one line of the table that says what can be asked of the server besides the files of the site: by which
// path, by whom, with what effect. Features make lists of them; RouteTable joins and checks them.
// Values; handlers are called from several threads at once, and may block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "http/form.hpp"
#include "http/ip_address.hpp"
#include "http/request.hpp"
#include "http/responder.hpp"
#include "http/response.hpp"

namespace byline::server {

class FormTokens;

// Each includes those before it.
enum class Credential : std::uint8_t {
    Anyone,
    Reader,  // someone whose e-mail address was verified, or who came by a link that only they have
    Writer,  // signed in to the studio
};

enum class Effect : std::uint8_t {
    Reads,     // GET and HEAD; changes nothing
    Previews,  // POST from a page of this site; changes nothing, so that it needs no token
    Writes,    // POST from a page of this site, with a token
    Receives,  // POST of a protocol, from anywhere: who asks is anyone, whatever cookies come along, and the handler
               // believes only what is signed or what it looks up itself
};

// Who asks. `session` is what form tokens are bound to: a token of one session is none in another.
struct Identity {
    Credential credential = Credential::Anyone;
    std::string name;     // of the reader or writer, as the feature that knows them keeps it; empty for anyone
    std::string session;  // empty without one
};

// What a handler is given: a request that its route's conditions hold for.
struct Visit {
    const http::Request& request;
    http::IpAddress address;  // of the client itself, also behind a trusted proxy
    http::Transport transport = http::Transport::Plain;
    Identity identity;
    std::map<std::string, std::string, std::less<>> parameters;  // "{id}" of the pattern, decoded
    http::Form query;                                            // of the target
    http::Form form;                                             // of the body; empty when it is not urlencoded
    std::time_t now = 0;
    const FormTokens& tokens;

    // For the hidden field `form_token_field` of a form on the answered page.
    [[nodiscard]] std::string form_token() const;
};

using RouteHandler = std::function<http::Response(const Visit&)>;

inline constexpr std::size_t route_body_bytes_max = std::size_t{64} * 1024;
inline constexpr std::string_view form_token_field = "form_token";

struct Route {
    Effect effect = Effect::Reads;
    std::string pattern;  // "/comments/{work}/new": a parameter is one whole segment; "{rest...}" at the end takes all
    Credential needs = Credential::Anyone;
    std::size_t body_bytes_max = route_body_bytes_max;  // of effects that have a body
    RouteHandler handler;
};

// Tells who asks, by a cookie or a link. Called from several threads at once; may block.
using Identifier = std::function<Identity(const http::Request&, std::time_t now)>;

// The answer to one who lacks the credential that a route needs: a way to get it, where there is one.
using Denial = std::function<http::Response(const Visit&, Credential needed)>;

}  // namespace byline::server
