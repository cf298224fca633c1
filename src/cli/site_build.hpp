// What build, check and preview have in common: options, paths, the report of a failure.
// Used by the main thread.
#pragma once

#include <cstdint>
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

inline constexpr std::int64_t most_configuration_bytes = 1 << 20;  // of byline.toml

// Tells one error that came before any build, and gives its exit code.
[[nodiscard]] int report_failure(const Error& error, const ReportStyle& style, const disk::Disk& disk, bool as_json);

// The same for a person, whatever else the command prints.
[[nodiscard]] int told_error(const Error& error, const disk::Disk& disk);

}  // namespace byline::cli
