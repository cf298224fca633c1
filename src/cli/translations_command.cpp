#include "cli/translations_command.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "publish/json_writer.hpp"
#include "publish/translations.hpp"

namespace byline::cli {
namespace {

using publish::Translation;

text::Timestamp current_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(now).count(), 0, false};
}

// As the site's folder has it; as it was given when it lies elsewhere.
std::string path_in_site(const std::string& folder, const std::string& file) {
    std::error_code code;
    const std::filesystem::path in_site = std::filesystem::path(folder) / file;
    const std::filesystem::path there = std::filesystem::exists(in_site, code) ? in_site : std::filesystem::path(file);
    const std::filesystem::path relative = std::filesystem::relative(there, folder, code);
    return code || relative.empty() ? file : relative.generic_string();
}

std::string state_of(const Translation& translation) {
    if (!translation.is_recorded) return "not recorded";
    if (translation.behind == 0) return "up to date";
    return fmt::format("behind by {} {}", translation.behind, translation.behind == 1 ? "paragraph" : "paragraphs");
}

std::string table(const std::vector<Translation>& translations) {
    if (translations.empty()) return "no work stands in several languages\n";
    std::size_t widest = 0;
    for (const Translation& translation : translations) widest = std::max(widest, translation.path.size());
    std::string lines;
    for (const Translation& translation : translations) {
        lines += fmt::format("{:<{}}  {} from {}  {}\n", translation.path, widest, translation.language,
                             translation.original_language, state_of(translation));
    }
    return lines;
}

std::string json(const std::vector<Translation>& translations) {
    std::string out;
    publish::JsonWriter writer(out);
    writer.begin_array();
    for (const Translation& translation : translations) {
        writer.begin_object().key("path").value(translation.path);
        writer.key("language").value(translation.language);
        writer.key("original").value(translation.original_path);
        writer.key("original_language").value(translation.original_language);
        writer.key("state").value(!translation.is_recorded  ? "not recorded"
                                  : translation.behind == 0 ? "up to date"
                                                            : "behind");
        writer.key("behind").value(static_cast<std::int64_t>(translation.behind)).end_object();
    }
    writer.end_array();
    return out + "\n";
}

Result<std::vector<Translation>> wanted(const TranslationsCommand& command, disk::Disk& disk) {
    if (command.done.empty()) return publish::survey_translations(command.folder, disk, current_time());
    TRY(Translation done,
        publish::record_translation(command.folder, path_in_site(command.folder, command.done), disk, current_time()));
    return std::vector<Translation>{std::move(done)};
}

}  // namespace

int run_translations(const TranslationsCommand& command) {
    disk::RealDisk disk;
    const auto translations = wanted(command, disk);
    if (!translations) {
        const ReportStyle style{.colour = error_colour(),
                                .most_warnings = SIZE_MAX,
                                .site_folder = command.folder,
                                .warnings_as = Severity::Warning};
        return report_failure(translations.error(), style, disk, command.as_json);
    }
    print(command.as_json ? json(*translations) : table(*translations));
    return exit_success;
}

}  // namespace byline::cli
