// Which Host headers a preview answers. Pure functions: call them from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace byline::server {

// True for localhost, names below it, any IP address (no page of the web can be one of those by a trick of DNS),
// and the names given; with or without a port.
[[nodiscard]] bool is_allowed_host(std::string_view host, const std::vector<std::string>& names);

}  // namespace byline::server
