// Whether a request was made by a page of this site: by Sec-Fetch-Site and Origin, which a browser writes and no script
// can change. Pure functions: call them from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "http/request.hpp"

namespace byline::server {

enum class Origin : std::uint8_t {
    Own,      // a page of this site
    Foreign,  // another site's page, or one that hides where it comes from
    Unsaid,   // the client says nothing: a text browser, a program
};

// `own_origins` are the site's as browsers write them: "https://example.org", without a slash at the end.
[[nodiscard]] Origin origin_of(const http::Request& request, const std::vector<std::string>& own_origins);

}  // namespace byline::server
