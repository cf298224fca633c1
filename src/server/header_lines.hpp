// The security headers of what is served, as ready lines; and their way into a Response.
// Pure functions: call them from any thread.
#pragma once

#include <string>
#include <string_view>

#include "http/response.hpp"

namespace byline::server {

inline constexpr std::string_view default_content_policy =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

// Of documents: pages, pictures in SVG, feeds. Each line is ended by CR LF. `content_policy` has no line break.
[[nodiscard]] std::string page_header_lines(std::string_view content_policy);

// Of everything else.
[[nodiscard]] std::string other_header_lines();

// Of answers over TLS.
[[nodiscard]] std::string secure_header_lines();

// Adds what `response` does not say itself.
void add_header_lines(http::Response& response, std::string_view lines);

}  // namespace byline::server
