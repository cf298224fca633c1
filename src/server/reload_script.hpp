// The live-reload script (reload.js) and how a page gets it. Pure functions: call them from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::server {

inline constexpr std::string_view script_path = "/-/byline/reload.js";
inline constexpr std::string_view events_path = "/-/byline/events";

// The text of reload.js, put into the program by libraries.cmake.
[[nodiscard]] std::string_view reload_script();

// The page with the script's element before its last </body>, or at its end where it has none. `build` and `page` say
// which build made the page and which file of the site it is, as the browser sees its path.
[[nodiscard]] std::string with_reload_script(std::string_view html, std::string_view build, std::string_view page);

}  // namespace byline::server
