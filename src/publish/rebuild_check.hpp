// For tests: builds an edited site again over its last output, builds it from nothing too, and says what differs.
// Functions without state.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "output/folder_output.hpp"
#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/edited_site.hpp"
#include "publish/kept_record.hpp"
#include "site/fixture_folder.hpp"

namespace byline::publish {

// The build that is checked.
using BuildAgain = std::function<BuildReport(EditedSite&, output::OutputSink&)>;

struct RebuildCounts {
    std::uint64_t builds = 0;
    std::uint64_t failed = 0;   // had errors: nothing committed
    std::uint64_t amended = 0;  // the record of the last one
    std::uint64_t units = 0;
    std::uint64_t rendered = 0;  // of the units
    std::uint64_t files = 0;
    std::uint64_t written = 0;  // of the files

    RebuildCounts& operator+=(const RebuildCounts& more) {
        builds += more.builds;
        failed += more.failed;
        amended += more.amended;
        units += more.units;
        rendered += more.rendered;
        files += more.files;
        written += more.written;
        return *this;
    }
};

// As the program does it: with the record of the last build, which is kept beside the output.
inline BuildReport build_again(EditedSite& site, output::OutputSink& sink) {
    const bool is_in_folder = site.place == OutputPlace::Folder;
    const auto before = is_in_folder ? load_record(site.disk, EditedSite::state_folder) : site.record;
    BuildReport report = build(site.options, site.disk, &sink, nullptr, before.get());
    if (report.record == nullptr || report.record == before) return report;
    if (is_in_folder)
        static_cast<void>(save_record(site.disk, EditedSite::state_folder, *report.record));
    else
        site.record = report.record;
    return report;
}

struct StandingFile {
    std::string bytes;
    std::int64_t changed_ns = 0;
};
using StandingFiles = std::map<std::string, StandingFile>;  // by output path

inline StandingFiles standing_files(const EditedSite& site) {
    const std::string folder = std::string(EditedSite::output_folder) + "/";
    StandingFiles standing;
    for (const auto& [path, file] : site.kept) standing[path].bytes = *file;
    for (auto& [path, bytes] : site.disk.files()) {
        if (path.starts_with(folder)) standing[path.substr(folder.size())].bytes = bytes;
    }
    std::vector<Error> failed;
    if (const auto listed = site.disk.list(EditedSite::output_folder, disk::DotNames::List, failed)) {
        for (const disk::Entry& entry : *listed) {
            if (entry.kind == disk::EntryKind::File) standing[entry.path].changed_ns = entry.changed_ns;
        }
    }
    return standing;
}

// Without the parts of characters at both ends of a piece cut out of UTF-8.
inline std::string whole_characters(std::string_view piece) {
    const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
    while (!piece.empty() && is_inside(piece.front())) piece.remove_prefix(1);
    std::size_t end = piece.size();
    while (end > 0 && is_inside(piece[end - 1])) --end;
    if (end > 0 && static_cast<unsigned char>(piece[end - 1]) >= 0xc0U) --end;  // the last one, whole or not
    return std::string(piece.substr(0, end));
}

// The first byte that differs, with what stands around it in both.
inline std::string difference(std::string_view expected, std::string_view actual) {
    const auto [left, right] = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
    static_cast<void>(right);
    const auto at = static_cast<std::size_t>(left - expected.begin());
    const auto around = [at](std::string_view text) {
        const std::size_t first = at < 80 ? 0 : at - 80;
        return first >= text.size() ? std::string("(ends before)") : whole_characters(text.substr(first, 240));
    };
    return fmt::format("differs at byte {} of {} and {}\n--- built from nothing\n{}\n--- built again\n{}\n---", at,
                       expected.size(), actual.size(), around(expected), around(actual));
}

// Every fault as a person sees it, each after a blank line.
inline std::string diagnostics_difference(const BuildReport& expected, const BuildReport& actual) {
    const std::string wanted = site::printed(expected.diagnostics);
    const std::string found = site::printed(actual.diagnostics);
    if (wanted == found && expected.diagnostics == actual.diagnostics) return {};
    return "the diagnostics: " + difference(wanted, found);
}

inline std::string report_difference(const BuildReport& expected, const BuildReport& actual) {
    if (expected.is_committed != actual.is_committed) {
        return fmt::format("a build from nothing is committed: {}; built again: {}\n{}", expected.is_committed,
                           actual.is_committed, diagnostics_difference(expected, actual));
    }
    if (std::string differs = diagnostics_difference(expected, actual); !differs.empty()) return differs;
    if (expected.works != actual.works || expected.hidden != actual.hidden || expected.pages != actual.pages) {
        return fmt::format("works {} hidden {} pages {} from nothing, but {} {} {} again", expected.works,
                           expected.hidden, expected.pages, actual.works, actual.hidden, actual.pages);
    }
    return {};
}

// What stands in the output folder against what belongs there.
inline std::string output_difference(const EditedSite& site, const output::MemoryOutput::Files& expected,
                                     const StandingFiles& after) {
    for (const auto& [path, bytes] : expected) {
        const auto found = after.find(path);
        if (found == after.end()) return fmt::format("{} is not there", path);
        if (found->second.bytes != *bytes) return fmt::format("{} {}", path, difference(*bytes, found->second.bytes));
    }
    for (const auto& [path, file] : after) {
        if (!expected.contains(path) && !site.foreign.contains(path) && !site.unsure.contains(path))
            return fmt::format("{} is still there", path);
    }
    for (const auto& [path, bytes] : site.foreign) {
        const auto found = after.find(path);
        if (found == after.end()) return fmt::format("{}, a file that Byline never made, was removed", path);
        if (!expected.contains(path) && found->second.bytes != bytes)
            return fmt::format("{}, a file that Byline never made, was changed", path);
    }
    return {};
}

// Files whose bytes stay the same are left alone, and what was done is told rightly.
inline std::string writing_difference(const EditedSite& site, const output::CommitReport& report,
                                      const output::MemoryOutput::Files& expected, const StandingFiles& before,
                                      const StandingFiles& after) {
    if (site.may_rewrite) return {};
    std::uint64_t written = 0;
    for (const auto& [path, bytes] : expected) {
        const auto earlier = before.find(path);
        const bool is_same = earlier != before.end() && earlier->second.bytes == *bytes;
        const bool was_ours = !site.foreign.contains(path) && !site.unsure.contains(path);
        if (!is_same) {
            ++written;
        } else if (was_ours && after.at(path).changed_ns != earlier->second.changed_ns) {
            return fmt::format("{} was written though its bytes are the same", path);
        } else if (!was_ours) {
            return {};  // whether it counts as written depends on what Byline remembers
        }
    }
    if (report.written != written || report.unchanged != expected.size() - written)
        return fmt::format("{} files changed, but {} are told as written", written, report.written);
    return {};
}

inline std::string failed_build_difference(const StandingFiles& before, const StandingFiles& after) {
    for (const auto& [path, file] : before) {
        const auto found = after.find(path);
        if (found == after.end() || found->second.bytes != file.bytes || found->second.changed_ns != file.changed_ns) {
            return fmt::format("{} was touched by a build that failed", path);
        }
    }
    return before.size() == after.size() ? "" : "a build that failed made files";
}

inline void remember_good_build(EditedSite& site, const output::MemoryOutput::Files& expected) {
    for (const auto& [path, bytes] : expected) {
        site.foreign.erase(path);
        site.unsure.erase(path);
    }
    site.may_rewrite = false;
    site.good_sources = site.sources;
    for (const char* name : {"record", "amendment", "outputs"}) {
        constexpr std::int64_t most_bytes = std::int64_t{1} << 30;
        auto bytes = site.disk.read(EditedSite::state_path(name), most_bytes);
        if (bytes) site.earlier_states[name].push_back(std::move(*bytes));
        if (site.earlier_states[name].size() > 3) site.earlier_states[name].erase(site.earlier_states[name].begin());
    }
}

// A workshop is for one set of options; now and then it is not told what was touched.
inline BuildReport build_in_workshop(EditedSite& site) {
    const BuildOptions& options = site.options;
    const std::string opened_with = fmt::format("{} {} {} {} {}", options.hidden == Hidden::Show, options.base_url,
                                                options.threads, options.document_bytes, options.warnings_stop);
    const bool is_opened = site.workshop == nullptr || site.workshop_options != opened_with;
    if (is_opened) {
        site.workshop = std::make_unique<Workshop>();
        site.workshop_options = opened_with;
        site.may_rewrite = true;  // it knows of no files
    }
    TouchedPaths touched = std::exchange(site.touched, {});
    if (touched->size() % 4 == 3) touched.reset();
    output::MemoryOutput output(is_opened ? output::MemoryOutput::Files() : site.kept);
    BuildReport report = site.workshop->build(options, site.disk, output, nullptr, touched);
    if (report.is_committed) site.kept = output.files();
    return report;
}

// Byline writes over no file that it does not know for its own. Does what the message asks for, with files that Byline
// was made to forget and with those that it never made.
inline bool move_files_away(EditedSite& site, const BuildReport& report) {
    bool has_moved = false;
    const auto move_away = [&](const Place& place) {
        if (!place.file.starts_with("public/")) return;
        const std::string path = place.file.substr(std::string_view("public/").size());
        if (site.unsure.erase(path) + site.foreign.erase(path) == 0) return;
        static_cast<void>(site.disk.remove(EditedSite::output_path(path)));
        has_moved = true;
    };
    for (const Diagnostic& diagnostic : report.diagnostics) {
        if (diagnostic.error.message.find("Byline did not make what is there") == std::string::npos) continue;
        move_away(diagnostic.error.place);
        for (const Note& note : diagnostic.error.notes) move_away(note.place);
    }
    return has_moved;
}

// Over the last output. Why that cannot be opened, or nothing.
inline std::string build_into_place(EditedSite& site, const BuildAgain& make, BuildReport& report) {
    if (site.place == OutputPlace::Workshop) {
        report = build_in_workshop(site);
        return {};
    }
    if (site.place == OutputPlace::Memory) {
        output::MemoryOutput output(site.kept);
        report = make(site, output);
        // When nothing at all is new, the output is not asked for anything: what was there is still the site.
        if (report.is_committed && !output.files().empty()) site.kept = output.files();
        return {};
    }
    for (int i = 0; i < 10; ++i) {  // again, when a build asks to have files moved away

        auto output = output::FolderOutput::open(site.disk, EditedSite::output_folder, EditedSite::state_folder);
        if (!output) return "the output cannot be opened: " + output.error().message;
        report = make(site, **output);
        if (!move_files_away(site, report)) break;
    }
    return {};
}

// Builds both ways. What is wrong, or nothing.
inline std::string check_rebuild(EditedSite& site, const BuildAgain& make, RebuildCounts& counts) {
    const StandingFiles before = standing_files(site);
    BuildReport report;
    if (std::string fault = build_into_place(site, make, report); !fault.empty()) return fault;
    output::MemoryOutput clean;
    BuildOptions from_nothing = site.options;
    from_nothing.threads = 2;
    const BuildReport expected = build(from_nothing, site.disk, &clean, nullptr);
    ++counts.builds;
    site.is_broken = !expected.is_committed;
    site.options.warnings_stop = false;
    if (std::string differs = report_difference(expected, report); !differs.empty()) return differs;
    const StandingFiles after = standing_files(site);
    if (!expected.is_committed) {
        ++counts.failed;
        return failed_build_difference(before, after);
    }
    counts.files += clean.files().size();
    counts.written += report.outputs.written;
    counts.amended += report.record != nullptr && !report.record->amendment().empty() ? 1 : 0;
    counts.units += report.units;
    counts.rendered += report.units_rendered;
    if (std::string differs = output_difference(site, clean.files(), after); !differs.empty()) return differs;
    if (expected.outputs.bytes != report.outputs.bytes)
        return fmt::format("{} bytes from nothing, {} again", expected.outputs.bytes, report.outputs.bytes);
    if (std::string differs = writing_difference(site, report.outputs, clean.files(), before, after); !differs.empty())
        return differs;
    remember_good_build(site, clean.files());
    return {};
}

}  // namespace byline::publish
