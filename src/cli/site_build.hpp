// What build, check and preview have in common: options, paths, the report of a failure.
// Used by the main thread.
#pragma once

#include <string>

#include "cli/report.hpp"
#include "cli/site_options.hpp"
#include "publish/build.hpp"

namespace byline::cli {

// The moment at which the program runs, in the machine's time zone.
[[nodiscard]] text::Timestamp current_time();

[[nodiscard]] publish::BuildOptions build_options(const SiteOptions& options);

// `path` below `folder`, unless it is absolute.
[[nodiscard]] std::string inside(const std::string& folder, const std::string& path);

// Tells one error that came before any build, and gives its exit code.
[[nodiscard]] int report_failure(const Error& error, const ReportStyle& style, const disk::Disk& disk, bool as_json);

}  // namespace byline::cli
