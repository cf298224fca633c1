// Says how the works of a site hang together: what stands alone, what is missing, what wants tending.
// Runs on the main thread; returns the exit code.
#pragma once

#include <cstdint>

#include "cli/site_options.hpp"

namespace byline::cli {

struct GardenCommand {
    SiteOptions site;
    std::int64_t days = 180;  // without care, until a seedling is told of
    bool shows_hidden = false;
    bool as_json = false;
};

[[nodiscard]] int run_garden(const GardenCommand& command);

}  // namespace byline::cli
