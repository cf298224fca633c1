#include "cli/build_command.hpp"

#include <chrono>
#include <filesystem>
#include <future>
#include <set>

#include <fmt/format.h>

#include "cli/build_account.hpp"
#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "output/folder_output.hpp"
#include "output/output_places.hpp"
#include "output/output_record.hpp"
#include "output/verification.hpp"
#include "publish/cards.hpp"
#include "publish/kept_record.hpp"
#include "publish/load_configuration.hpp"
#include "publish/picture_store.hpp"

namespace byline::cli {
namespace {

void print_summary(const publish::BuildReport& report, const std::string& output,
                   std::chrono::steady_clock::duration took) {
    const output::CommitReport& files = report.outputs;
    std::string text = fmt::format("{} pages of {} works in {}: ", report.pages, report.works, shown_duration(took));
    text += fmt::format("{} files written, {} unchanged", files.written, files.unchanged);
    if (files.removed > 0) text += fmt::format(", {} removed", files.removed);
    text += fmt::format(" ({}) in {}\n", shown_bytes(files.bytes), output);
    if (report.hidden > 0)
        text += fmt::format("{} drafts, scheduled or expired works left out; --drafts shows them\n", report.hidden);
    if (report.is_store_missing)
        text += "without featured comments: there is no store of them here, and no file of `byline export featured`\n";
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

std::set<std::string> files_of_last_build(const disk::Disk& disk, const output::OutputPlaces& places) {
    std::set<std::string> paths;
    auto mapping = disk.map(places.record());
    if (!mapping) return paths;
    const auto record = output::OutputRecord::read(std::move(*mapping), places.name);
    if (!record) return paths;
    for (const output::OutputEntry& entry : record->entries()) paths.emplace(entry.path);
    return paths;
}

Error difference_error(const output::Difference& difference, const std::string& output) {
    const std::string path = output + "/" + difference.path;
    const std::string others = difference.files > 1 ? fmt::format(" (and {} more files)", difference.files - 1) : "";
    std::string message;
    Place place{path, 0, 0};
    switch (difference.kind) {
        case output::Difference::Kind::Bytes:
            place.line = difference.place.line;
            place.column = difference.place.column;
            message = fmt::format("byte {} is not what a build from nothing makes{}", difference.offset + 1, others);
            break;
        case output::Difference::Kind::Missing:
            message = fmt::format("a build from nothing makes this file, and it is not there{}", others);
            break;
        case output::Difference::Kind::TooMany:
            message = fmt::format("a build from nothing makes no such file{}", others);
            break;
    }
    return content_error(std::move(message),
                         "unless the site was edited meanwhile, this is a fault of Byline's: please report it; byline "
                         "build --force makes the site right",
                         place);
}

// One run of the command.
class SiteBuilding {
  public:
    explicit SiteBuilding(const BuildCommand& command)
        : command_(command),
          style_{.colour = error_colour(),
                 .most_warnings = 30,
                 .site_folder = command.site.folder,
                 .warnings_as = command.is_strict ? Severity::Error : Severity::Warning},
          state_folder_(inside(command.site.folder, ".byline")),
          options_(build_options(command.site)),
          trace_(command.trace_file.empty() ? publish::Trace::Detail::Phases : publish::Trace::Detail::Everything) {
        if (command.shows_hidden) options_.hidden = publish::Hidden::Show;
        options_.warnings_stop = command.is_strict;
        options_.reasons = command.explains ? publish::Reasons::Tell : publish::Reasons::Omit;
        options_.trace = &trace_;
        options_.after = publish::Afterwards::Abandon;
        options_.cache = &cache_;
        options_.pictures = &pictures_;
        options_.cards = &cards_;
    }

    int run() && {
        auto built = build();
        if (!built) return tell_failure(built.error());
        const int code = tell();
        if (auto traced = write_trace(); !traced) return report_failure(traced.error(), style_, disk_, false);
        return code == exit_success && command_.verifies ? verify() : code;
    }

  private:
    Result<void> build() {
        TRY(const auto reading, publish::load_configuration(command_.site.folder, disk_));
        const site::Configuration& configuration = reading.configuration;
        output_ = command_.output.empty() ? inside(command_.site.folder, configuration.output_folder) : command_.output;
        CHECK(check_output(command_.site.folder, output_, configuration));
        TRY(sink_, output::FolderOutput::open(disk_, output_, state_folder_));
        record_file_ = publish::begin_record_file(disk_, state_folder_);
        options_.record = record_file_.get();
        // What was written is looked at while the record is read.
        const auto looking = std::async(std::launch::async, [&] { return sink_->stands_whole(1); });
        const auto before = command_.is_forced ? nullptr : publish::load_record(disk_, state_folder_);
        {
            ProgressLine progress;
            report_ = publish::build(options_, disk_, sink_.get(), &progress, before.get());
        }
        if (command_.is_forced && report_.is_committed) report_.begun_anew = "--force was given";
        if (report_.record != nullptr && report_.record != before) {
            trace_.begin_phase("save");
            CHECK(publish::save_insets(disk_, state_folder_, cache_));
            CHECK(publish::save_record(disk_, state_folder_, *report_.record, record_file_.get()));
            trace_.end_phase();
        }
        return {};
    }

    int tell_failure(const Error& error) const {
        const int code = report_failure(error, style_, disk_, command_.as_json);
        if (code == exit_system && !command_.as_json && !output_.empty() && !report_.is_committed)
            print_error(fmt::format("nothing was written; {} stays as it was\n", output_));
        return code;
    }

    int tell() {
        const auto took = std::chrono::steady_clock::now() - started_;
        const int code = exit_code_of(report_.diagnostics, command_.is_strict ? Warnings::Fail : Warnings::Pass);
        if (command_.as_json) {
            const publish::Trace* statistics = command_.shows_statistics ? &trace_ : nullptr;
            print(json_report(report_, std::chrono::duration<double>(took).count(), code == exit_success, statistics));
            return code;
        }
        print_error(format_diagnostics(report_.diagnostics, style_, disk_));
        if (command_.explains) print(format_explanation(report_));
        if (command_.shows_statistics) print(format_statistics(report_, trace_));
        if (report_.is_committed)
            print_summary(report_, output_, took);
        else
            print_error(fmt::format("nothing was written; {} stays as it was\n", output_));
        return code;
    }

    Result<void> write_trace() {
        if (command_.trace_file.empty()) return {};
        return disk_.write(command_.trace_file, trace_.to_json());
    }

    // Builds again from nothing, at the same moment, and holds each byte against what stands in the folder.
    int verify() {
        const output::OutputPlaces places = output::output_places(disk_, output_, state_folder_);
        output::Verification verification(disk_, output_, files_of_last_build(disk_, places));
        publish::BuildOptions options = options_;
        options.trace = nullptr;
        options.cache = nullptr;
        options.pictures = nullptr;
        options.record = nullptr;
        ProgressLine progress;
        const publish::BuildReport report = publish::build(options, disk_, &verification, &progress);
        if (!report.is_committed) {
            return report_failure(content_error("the site changed while it was built", "run the same command again",
                                                Place{command_.site.folder, 0, 0}),
                                  style_, disk_, false);
        }
        const auto& difference = verification.difference();
        if (!difference) {
            if (!command_.as_json)
                print(fmt::format("verified: all {} files are what a build from nothing makes\n",
                                  verification.compared()));
            return exit_success;
        }
        print_error(format_error(difference_error(*difference, output_), Severity::Error, style_, disk_));
        return exit_content;
    }

    const BuildCommand& command_;
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    ReportStyle style_;
    std::string state_folder_;
    std::string output_;
    disk::RealDisk disk_;
    cache::ContentCache cache_{publish::insets_loader(disk_, state_folder_)};
    publish::PictureStore pictures_{disk_, state_folder_};
    publish::CardTools cards_;
    publish::BuildOptions options_;
    publish::Trace trace_;
    publish::BuildReport report_;
    std::unique_ptr<output::FolderOutput> sink_;  // until the end: no other build comes between this one and verify()
    std::unique_ptr<disk::NewFile> record_file_;  // goes first: while nobody else may write one
};

}  // namespace

int run_build(const BuildCommand& command) {
    return SiteBuilding(command).run();
}

}  // namespace byline::cli
