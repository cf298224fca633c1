#include "cli/build_command.hpp"

#include <chrono>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "publish/folder_output.hpp"

namespace byline::cli {
namespace {

void print_summary(const publish::BuildReport& report, const std::string& output,
                   std::chrono::steady_clock::duration took) {
    const publish::CommitReport& files = report.outputs;
    std::string text = fmt::format("{} pages of {} works in {}: ", report.pages, report.works, shown_duration(took));
    text += fmt::format("{} files written, {} unchanged", files.written, files.unchanged);
    if (files.removed > 0) text += fmt::format(", {} removed", files.removed);
    text += fmt::format(" ({}) in {}\n", shown_bytes(files.bytes), output);
    if (report.hidden > 0)
        text += fmt::format("{} drafts, scheduled or expired works left out; --drafts shows them\n", report.hidden);
    print(text);
}

}  // namespace

int run_build(const BuildCommand& command) {
    const auto started = std::chrono::steady_clock::now();
    disk::RealDisk disk;
    publish::BuildOptions options = build_options(command.site);
    if (command.shows_hidden) options.hidden = publish::Hidden::Show;
    options.warnings_stop = command.is_strict;
    const ReportStyle style{.colour = error_colour(),
                            .most_warnings = 30,
                            .site_folder = command.site.folder,
                            .warnings_as = command.is_strict ? Severity::Error : Severity::Warning};
    const auto configuration = publish::load_configuration(command.site.folder, disk);
    if (!configuration) return report_failure(configuration.error(), style, disk, command.as_json);
    const std::string output = command.output.empty()
                                   ? inside(command.site.folder, configuration->configuration.output_folder)
                                   : command.output;
    auto sink = publish::FolderOutput::open(disk, output, command.site.folder + "/.byline");
    if (!sink) return report_failure(sink.error(), style, disk, command.as_json);
    publish::BuildReport report;
    {
        ProgressLine progress;
        report = publish::build(options, disk, sink->get(), &progress);
    }
    const auto took = std::chrono::steady_clock::now() - started;
    const int code = exit_code_of(report.diagnostics, command.is_strict ? Warnings::Fail : Warnings::Pass);
    if (command.as_json) {
        print(json_report(report, std::chrono::duration<double>(took).count(), code == exit_success));
        return code;
    }
    print_error(format_diagnostics(report.diagnostics, style, disk));
    if (report.is_committed)
        print_summary(report, output, took);
    else
        print_error(fmt::format("nothing was written; {} stays as it was\n", output));
    return code;
}

}  // namespace byline::cli
