#include "publish/folder_output.hpp"

#include <algorithm>
#include <utility>

namespace byline::publish {
namespace {

constexpr std::int64_t most_copied_bytes = std::int64_t{4} << 30;

}  // namespace

FolderOutput::FolderOutput(disk::Disk& disk, std::string output_folder, std::string state_folder)
    : disk_(disk),
      output_folder_(std::move(output_folder)),
      state_folder_(std::move(state_folder)),
      staging_folder_(state_folder_ + "/staging") {}

Result<std::unique_ptr<FolderOutput>> FolderOutput::open(disk::Disk& disk, std::string output_folder,
                                                         std::string state_folder) {
    std::unique_ptr<FolderOutput> output(new FolderOutput(disk, std::move(output_folder), std::move(state_folder)));
    CHECK(disk.remove_folder(output->staging_folder_));  // of a build that was killed
    output->is_fresh_ = !disk.exists(output->output_folder_);
    if (!output->is_fresh_ && disk.exists(output->record_path())) {
        constexpr std::int64_t most_record_bytes = std::int64_t{1} << 30;
        TRY(const std::string bytes, disk.read(output->record_path(), most_record_bytes));
        if (auto record = read_output_record(bytes)) output->before_ = std::move(*record);
    }
    return output;
}

FolderOutput::~FolderOutput() {
    // Nothing can be done about a failure here; the next build tries again.
    static_cast<void>(disk_.remove_folder(staging_folder_));
}

Result<void> FolderOutput::put(const std::string& output_path, std::string bytes) {
    const OutputFact fact{text::digest_of(bytes), bytes.size()};
    const auto last = before_.find(output_path);
    const bool is_same = last != before_.end() && last->second.digest == fact.digest &&
                         last->second.size == fact.size && disk_.exists(output_folder_ + "/" + output_path);
    Staged file{output_path};
    {
        const std::scoped_lock lock(mutex_);
        after_.emplace(output_path, fact);
        report_.bytes += fact.size;
        ++(is_same ? report_.unchanged : report_.written);
        if (is_same) return {};
        file.number = staged_.size();
        staged_.push_back(file);
    }
    return disk_.create(staged_path(file), bytes);
}

Result<void> FolderOutput::copy(const site::CopiedFile& file) {
    TRY(std::string bytes, disk_.read(file.disk_path, most_copied_bytes));
    return put(file.output_path, std::move(bytes));
}

std::optional<text::Digest> FolderOutput::standing(const std::string& output_path) const {
    const auto last = before_.find(output_path);
    if (last == before_.end()) return std::nullopt;
    const auto bytes = disk_.read(output_folder_ + "/" + output_path, most_copied_bytes);
    return bytes && text::digest_of(*bytes) == last->second.digest ? std::optional(last->second.digest) : std::nullopt;
}

void FolderOutput::keep(const std::string& output_path) {
    const OutputFact fact = before_.at(output_path);
    const std::scoped_lock lock(mutex_);
    after_.emplace(output_path, fact);
    report_.bytes += fact.size;
    ++report_.unchanged;
}

std::string FolderOutput::staged_path(const Staged& file) const {
    return staging_folder_ + "/" + (is_fresh_ ? file.output_path : std::to_string(file.number));
}

Result<void> FolderOutput::move_into_place() {
    if (is_fresh_ && !staged_.empty() && disk_.rename(staging_folder_, output_folder_)) return {};
    // In the order of paths, whatever order the threads came in: so that a failure is the same each time.
    std::ranges::sort(staged_, {}, &Staged::output_path);
    for (const Staged& file : staged_) {
        CHECK(disk_.rename(staged_path(file), output_folder_ + "/" + file.output_path));
    }
    return {};
}

Result<std::uint64_t> FolderOutput::remove_stale() {
    std::uint64_t removed = 0;
    for (const auto& [path, fact] : before_) {
        if (after_.contains(path)) continue;
        CHECK(disk_.remove(output_folder_ + "/" + path));
        disk_.remove_empty_folders(output_folder_, path);
        ++removed;
    }
    return removed;
}

// Until every file is in place, what is at their paths is not known: a build that comes after this one was cut short
// must not take an old digest for what is there. Paths stay in the record, so that they can still be removed.
Result<void> FolderOutput::forget_staged() {
    if (is_fresh_ || staged_.empty()) return {};  // a fresh site appears by one rename
    OutputRecord pending = before_;
    for (const Staged& file : staged_) pending.insert_or_assign(file.output_path, OutputFact{});
    return disk_.write(record_path(), write_output_record(pending));
}

Result<CommitReport> FolderOutput::commit() {
    CHECK(forget_staged());
    CHECK(move_into_place());
    TRY(report_.removed, remove_stale());
    if (report_.written + report_.removed > 0 || !disk_.exists(record_path())) {
        CHECK(disk_.write(record_path(), write_output_record(after_)));
    }
    return report_;
}

}  // namespace byline::publish
