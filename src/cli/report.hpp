// How faults are told: to a person with the line in question, to a machine as JSON.
// Pure functions but for reading the source lines; used by one thread.
#pragma once

#include <cstdint>
#include <string>

#include "disk/disk.hpp"
#include "publish/build.hpp"
#include "result/diagnostic.hpp"

namespace byline::cli {

enum class Colour : std::uint8_t { Plain, Terminal };

struct ReportStyle {
    Colour colour = Colour::Plain;
    std::size_t most_warnings = SIZE_MAX;      // beyond, only their number is told
    std::string site_folder;                   // where the files that places name are
    Severity warnings_as = Severity::Warning;  // Error: `check` and `--strict` count them so
};

// file:line:column: error: message, the source line with a caret, notes, and the remedy.
[[nodiscard]] std::string format_error(const Error& error, Severity severity, const ReportStyle& style,
                                       const disk::Disk& disk);
[[nodiscard]] std::string format_diagnostics(const Diagnostics& diagnostics, const ReportStyle& style,
                                             const disk::Disk& disk);

// {"ok": …, "works": …, "pages": …, "written": …, "diagnostics": [{severity, code, file, line, column, message,
// remedy}], "rendered": [{unit, reasons: [{fact, before, after}]}]}; and "phases" and what else `statistics` has.
[[nodiscard]] std::string json_report(const publish::BuildReport& report, double seconds, bool is_ok,
                                      const publish::Trace* statistics = nullptr);

}  // namespace byline::cli
