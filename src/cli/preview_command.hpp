// Serves the site from memory and builds again whenever a file changes.
// Runs on the main thread; returns the exit code.
#pragma once

#include <cstdint>
#include <string>

#include "cli/site_options.hpp"

namespace byline::cli {

struct PreviewCommand {
    SiteOptions site;
    std::string address = "127.0.0.1";
    std::uint16_t port = 1313;
    bool is_port_given = false;
    bool omits_hidden = false;
};

[[nodiscard]] int run_preview(const PreviewCommand& command);

}  // namespace byline::cli
