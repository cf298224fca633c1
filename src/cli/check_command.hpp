// Finds every fault of the site and writes nothing.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

#include "cli/site_options.hpp"

namespace byline::cli {

struct CheckCommand {
    SiteOptions site;
    bool shows_hidden = false;
    bool as_json = false;
};

[[nodiscard]] int run_check(const CheckCommand& command);

}  // namespace byline::cli
