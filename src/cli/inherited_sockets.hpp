// Sockets that systemd listens on and gives to the program (sd_listen_fds(3)): connections wait in them while it is
// restarted, and it needs no right to bind a low port.
// Reads the environment; belongs to the main thread, before others start.
#pragma once

#include <vector>

#include "http/web_server.hpp"
#include "result/result.hpp"

namespace byline::cli {

// Puts each that was given into the endpoint of its place. None were given: nothing is changed. An error when there are
// more of them than endpoints.
[[nodiscard]] Result<void> take_inherited_sockets(std::vector<http::Endpoint>& endpoints);

}  // namespace byline::cli
