// The few pages that the preview makes itself, where the site has none to show. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "result/error.hpp"

namespace byline::server {

[[nodiscard]] std::string waiting_page();
[[nodiscard]] std::string not_found_page(std::string_view path);
[[nodiscard]] std::string error_page(const Error& error);

}  // namespace byline::server
