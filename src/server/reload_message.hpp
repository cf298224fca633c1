// What the reload script of an open page is told, as server-sent events with JSON. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/event_stream.hpp"
#include "result/diagnostic.hpp"
#include "server/changed_pages.hpp"

namespace byline::server {

inline constexpr std::size_t shown_errors_max = 50;
inline constexpr std::size_t told_paths_max = 500;

// To a page that begins to listen: it asks for itself again when it was made by another build.
[[nodiscard]] http::ServerEvent hello_message(std::string_view build, const Diagnostics& errors);

// After a good build. `base_path` stands before each path, as the browser sees it.
[[nodiscard]] http::ServerEvent change_message(std::string_view build, std::string_view base_path,
                                               const ChangedPages& changed);

// After a build that failed.
[[nodiscard]] http::ServerEvent errors_message(std::string_view build, const Diagnostics& errors);

}  // namespace byline::server
