#include "cli/build_command.hpp"

#include <chrono>
#include <filesystem>

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

// Written into the folders that it is made from, a site would be its own content at the next build.
Result<void> check_output(const std::string& site, const std::string& output,
                          const site::Configuration& configuration) {
    std::error_code code;
    const std::string target = std::filesystem::weakly_canonical(output, code).string();
    const auto lies_inside = [](const std::string& path, const std::string& folder) {
        return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + "/");
    };
    const auto source_of = [&](const std::string& name) {
        return std::filesystem::weakly_canonical(inside(site, name), code).string();
    };
    const std::string content = source_of(configuration.content_folder);
    bool is_wrong = lies_inside(content, target) || lies_inside(source_of("."), target);
    for (const std::string& folder : {content, source_of("static"), source_of("_data"), source_of("themes")})
        is_wrong = is_wrong || lies_inside(target, folder);
    if (!is_wrong) return {};
    return fail(usage_error(fmt::format("the output folder '{}' is where the site's own files are", output),
                            "write the site to a folder of its own, such as public"));
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
    if (auto safe = check_output(command.site.folder, output, configuration->configuration); !safe)
        return report_failure(safe.error(), style, disk, command.as_json);
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
