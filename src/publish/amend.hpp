// amend() makes a build out of the record of the last one when only texts changed since: what it costs grows with what
// changed, and not with the site, whose works it does not read.
// Called by the building thread, before anything was put into the sink.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "output/output_sink.hpp"
#include "publish/build.hpp"
#include "publish/site_state.hpp"

namespace byline::publish {

struct Amending {
    SiteState& state;  // configuration, inventory and inputs of this build; the rest is filled in
    const BuildOptions& options;
    const disk::Disk& disk;
    output::OutputSink& sink;
    const graph::BuildRecord& before;
    graph::RecordHead head;              // of this build, as far as it is known
    std::int64_t listed_at = 0;          // of Disk::clock_ns(), read before the sources were listed
    std::function<bool()> stands_whole;  // whether every file of the last build does
};

// More changes at once are not somebody who writes.
inline constexpr std::size_t most_amended_sources = 64;

// Nothing, with the sink as it was, unless the change is of a kind that this way can do: then all of the site has to be
// looked at. The caller knows that the configuration, the theme, the clock and all files beside the sources are as they
// were.
[[nodiscard]] std::optional<BuildReport> amend(const Amending& amending);

}  // namespace byline::publish
