#include "cli/check_command.hpp"

#include <chrono>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "publish/kept_record.hpp"

namespace byline::cli {
int run_check(const CheckCommand& command) {
    const auto started = std::chrono::steady_clock::now();
    disk::RealDisk disk;
    publish::BuildOptions options = build_options(command.site);
    cache::ContentCache cache(publish::insets_loader(disk, inside(command.site.folder, ".byline")));
    options.cache = &cache;
    if (command.shows_hidden) options.hidden = publish::Hidden::Show;
    publish::BuildReport report;
    {
        ProgressLine progress;
        report = publish::build(options, disk, nullptr, &progress);
    }
    const auto took = std::chrono::steady_clock::now() - started;
    const int code = exit_code_of(report.diagnostics, Warnings::Fail);
    if (command.as_json) {
        print(json_report(report, std::chrono::duration<double>(took).count(), code == exit_success));
        return code;
    }
    const ReportStyle style{.colour = error_colour(),
                            .most_warnings = SIZE_MAX,
                            .site_folder = command.site.folder,
                            .warnings_as = Severity::Error};
    print_error(format_diagnostics(report.diagnostics, style, disk));
    const std::size_t faults = report.diagnostics.size();
    if (faults == 0)
        print(fmt::format("{} pages of {} works: no faults\n", report.pages, report.works));
    else
        print_error(fmt::format("{} {}\n", faults, faults == 1 ? "fault" : "faults"));
    return code;
}

}  // namespace byline::cli
