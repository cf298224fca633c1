// What --explain and --stats say of a build.
// Pure functions, but for the process's own figures.
#pragma once

#include <string>

#include "publish/build.hpp"
#include "publish/trace.hpp"

namespace byline::cli {

// One paragraph for each unit that was rendered again, with the facts that changed for it.
[[nodiscard]] std::string format_explanation(const publish::BuildReport& report);

// Phases with their times, counts, bytes, peak memory.
[[nodiscard]] std::string format_statistics(const publish::BuildReport& report, const publish::Trace& trace);

}  // namespace byline::cli
