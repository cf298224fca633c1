// refresh() makes a build out of the last one when only texts changed: everything else of it is still true.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/site_state.hpp"
#include "publish/workshop.hpp"

namespace byline::publish {

struct Refreshed {
    BuildReport report;
    std::vector<std::uint32_t> sources;  // that changed: numbers in the state, and in the record made with it
    bool is_state_true = true;           // else the state shows what was not committed, and is not to be used again
};

// Nothing, with `state` as it was, unless the change is of a kind that this way can do: then build() has to.
[[nodiscard]] std::optional<Refreshed> refresh(SiteState& state, const BuildOptions& options, const disk::Disk& disk,
                                               output::MemoryOutput& output, const TouchedPaths& touched);

}  // namespace byline::publish
