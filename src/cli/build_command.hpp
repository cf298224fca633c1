// Makes the site and writes it into the output folder.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

#include "cli/site_options.hpp"

namespace byline::cli {

struct BuildCommand {
    SiteOptions site;
    std::string output;
    bool shows_hidden = false;
    bool is_strict = false;
    bool as_json = false;
    bool is_forced = false;  // whatever the last build left
    bool explains = false;
    bool shows_statistics = false;
    bool verifies = false;
    std::string trace_file;  // none when empty
};

[[nodiscard]] int run_build(const BuildCommand& command);

}  // namespace byline::cli
