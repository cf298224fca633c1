#include "cli/site_build.hpp"

#include <cstdlib>
#include <ctime>

#include "cli/exit_code.hpp"
#include "cli/featured_comments.hpp"
#include "cli/program_identity.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "parallel/for_each_index.hpp"

namespace byline::cli {

text::Timestamp current_time() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return {now, static_cast<std::int32_t>(local.tm_gmtoff), false};
}

publish::BuildOptions build_options(const SiteOptions& options) {
    publish::BuildOptions result;
    result.site_folder = options.folder;
    result.base_url = options.base_url;
    if (!result.base_url.empty() && !result.base_url.ends_with('/')) result.base_url += '/';
    result.now = current_time();
    result.program = program_identity();
    result.threads = options.threads == 0 ? parallel::default_thread_count() : options.threads;
    const auto variable = [](const char* name) -> std::string_view {
        const char* value = std::getenv(name);
        return value == nullptr ? std::string_view() : std::string_view(value);
    };
    result.graphviz = diagrams::find_program(variable("PATH"), variable("HOME"));
    result.featured = [folder = options.folder](Diagnostics& diagnostics) {
        return featured_comments_of(folder, disk::RealDisk(), diagnostics);
    };
    return result;
}

std::string inside(const std::string& folder, const std::string& path) {
    if (path.starts_with('/') || folder == "." || folder.empty()) return path;
    return folder + "/" + path;
}

int report_failure(const Error& error, const ReportStyle& style, const disk::Disk& disk, bool as_json) {
    if (as_json) {
        publish::BuildReport report;
        report.diagnostics.push_back({Severity::Error, error});
        print(json_report(report, 0, false));
    } else {
        print_error(format_error(error, Severity::Error, style, disk));
    }
    return exit_code_of(error.code);
}

int told_error(const Error& error, const disk::Disk& disk) {
    ReportStyle style;
    style.colour = error_colour();
    print_error(format_error(error, Severity::Error, style, disk));
    return exit_code_of(error.code);
}

}  // namespace byline::cli
