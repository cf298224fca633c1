#include "output/folder_output.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <span>
#include <unordered_set>
#include <utility>

#include "output/carry_out.hpp"
#include "parallel/for_each_index.hpp"

namespace byline::output {
FolderOutput::FolderOutput(disk::Disk& disk, OutputPlaces places, std::unique_ptr<disk::Lock> lock)
    : disk_(disk), places_(std::move(places)), lock_(std::move(lock)), opened_ns_(disk.clock_ns()) {}

Result<std::unique_ptr<FolderOutput>> FolderOutput::open(disk::Disk& disk, std::string output_folder,
                                                         std::string state_folder) {
    OutputPlaces places = output_places(disk, std::move(output_folder), std::move(state_folder));
    TRY(auto lock, disk.lock(places.lock));
    CHECK(roll_forward(disk, places));
    CHECK(disk.remove_folder(places.staging));  // of a build that was killed
    const auto there = disk.status(places.output);
    if (there && there->kind != disk::EntryKind::Folder) {
        return fail(system_error("the output folder is no folder", "move what is there away, or choose another folder",
                                 Place{places.output, 0, 0}));
    }
    std::unique_ptr<FolderOutput> output(new FolderOutput(disk, std::move(places), std::move(lock)));
    output->is_fresh_ = !there;
    if (there) {
        CHECK(output->load_record());
    } else {
        CHECK(disk.remove(output->places_.record()));  // of a folder that is gone
    }
    return output;
}

FolderOutput::~FolderOutput() {
    // Nothing can be done about a failure here; the next build tries again.
    if (!is_journal_standing_) static_cast<void>(disk_.remove_folder(places_.staging));
}

Result<void> FolderOutput::load_record() {
    if (!disk_.exists(places_.record())) return {};
    TRY(auto file, disk_.map(places_.record()));
    if (auto record = OutputRecord::read(std::move(file), places_.name)) before_ = std::move(*record);
    standings_ = std::make_unique<Standing[]>(before_.entries().size());
    return {};
}

FolderOutput::Standing& FolderOutput::standing_of(const OutputEntry& entry) const {
    return standings_[static_cast<std::size_t>(&entry - before_.entries().data())];
}

FolderOutput::Sight FolderOutput::sight_of(const OutputEntry& entry) const {
    std::atomic<Sight>& sight = standing_of(entry).sight;
    if (sight == Sight::Unseen) sight = look_at(entry);  // two threads may both look, and see the same
    return sight;
}

FolderOutput::Sight FolderOutput::look_at(const OutputEntry& entry) const {
    const std::string path = places_.in_output(entry.path);
    const auto there = disk_.status(path);
    if (!there || there->kind != disk::EntryKind::File) return Sight::Changed;
    if (there->size != static_cast<std::int64_t>(entry.fact.size)) return Sight::Changed;
    // In the tick of the clock in which we saw it, somebody may have written to it after us with the same stamp.
    if (std::max(there->modified_ns, there->changed_ns) < entry.fact.seen_ns) return Sight::Untouched;
    const auto bytes = disk_.read(path, there->size);
    return bytes && text::digest_of(*bytes) == entry.fact.digest ? Sight::Same : Sight::Changed;
}

// A file that the last build did not make, or whose maker is not known, and which is what we would write.
bool FolderOutput::adopts(const Made& made) const {
    const std::string path = places_.in_output(made.path);
    const auto there = disk_.status(path);
    if (!there || there->kind != disk::EntryKind::File) return false;
    if (there->size != static_cast<std::int64_t>(made.size)) return false;
    const auto bytes = disk_.read(path, there->size);
    return bytes && text::digest_of(*bytes) == made.digest;
}

Result<void> FolderOutput::put(const std::string& output_path, Content content) {
    Made made{.path = output_path, .digest = content.digest, .size = content.bytes.size()};
    const OutputEntry* const last = before_.find(output_path);
    if (last != nullptr && last->fact.digest == made.digest && sight_of(*last) != Sight::Changed) {
        standing_of(*last).fate = Fate::Keep;
        return {};
    }
    made.is_staged = true;
    made.is_new = last == nullptr;
    if (const auto there = is_fresh_ ? std::nullopt : disk_.status(places_.in_output(output_path))) {
        // Without a record every file may be ours, and is written over; with one, what is not in it is not ours.
        const bool is_foreign = last == nullptr && before_.checksum() != 0;
        made.is_blocked = is_foreign || there->kind != disk::EntryKind::File;
        made.is_staged = last != nullptr || !adopts(made);
    }
    const std::string staged = [&] {
        const std::scoped_lock lock(mutex_);
        const bool is_staged = made.is_staged;
        if (is_staged) made.number = staged_count_++;
        const StagedMove move{output_path, made.number, {}};
        made_.push_back(std::move(made));
        return is_staged ? places_.staged(move, is_fresh_ ? StagedNames::Paths : StagedNames::Numbers) : std::string();
    }();
    return staged.empty() ? Result<void>() : disk_.create(staged, content.bytes);
}

std::optional<text::Digest> FolderOutput::standing(const std::string& output_path) const {
    const OutputEntry* const last = before_.find(output_path);
    if (last == nullptr || sight_of(*last) == Sight::Changed) return std::nullopt;
    return last->fact.digest;
}

std::optional<std::vector<std::string>> FolderOutput::standing_below(std::string_view folder) const {
    std::vector<std::string> paths;
    const auto& entries = before_.entries();
    for (auto entry = std::ranges::lower_bound(entries, folder, {}, &OutputEntry::path);
         entry != entries.end() && entry->path.starts_with(folder); ++entry) {
        if (sight_of(*entry) == Sight::Changed) return std::nullopt;
        paths.emplace_back(entry->path);
    }
    return paths;
}

std::optional<std::string> FolderOutput::read_standing(const std::string& output_path) const {
    const OutputEntry* const last = before_.find(output_path);
    if (last == nullptr) return std::nullopt;
    auto bytes = disk_.read(places_.in_output(output_path), static_cast<std::int64_t>(last->fact.size));
    if (!bytes || text::digest_of(*bytes) != last->fact.digest) return std::nullopt;
    return std::move(*bytes);
}

bool FolderOutput::is_named_by_content(const OutputEntry& entry) {
    return entry.path.starts_with(folder_of_named_by_content);
}

std::int64_t FolderOutput::named_by_content_since() const {
    constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::max();
    const std::string_view name = folder_of_named_by_content.substr(0, folder_of_named_by_content.size() - 1);
    const auto folder = disk_.status(places_.in_output(std::string(name)));
    if (!folder || folder->kind != disk::EntryKind::Folder || folder->changed_ns == 0) return unknown;
    return std::max(folder->modified_ns, folder->changed_ns);
}

bool FolderOutput::stands_whole(std::size_t threads) const {
    // Whoever asks while another one looks waits for that answer.
    const std::scoped_lock lock(looking_);
    if (stands_whole_) return *stands_whole_;
    const auto& entries = before_.entries();
    std::atomic<bool> is_whole{!entries.empty()};
    // There are as many cards as pages: to look at each would cost a build in which nothing changed half as much again.
    const std::int64_t since_ns = named_by_content_since();
    parallel::for_each_index(entries.size(), threads, [&](std::size_t i, std::size_t) {
        const OutputEntry& entry = entries[i];
        if (!is_whole || (is_named_by_content(entry) && entry.fact.seen_ns > since_ns)) return;
        if (sight_of(entry) == Sight::Changed) is_whole = false;
    });
    stands_whole_ = is_whole;
    return is_whole;
}

std::uint64_t FolderOutput::fingerprint() const {
    std::uint64_t sum = 0;
    for (const OutputEntry& entry : before_.entries()) {
        if (!is_committed_ || standing_of(entry).fate == Fate::Keep)
            sum += fingerprint_of(entry.path, entry.fact.digest);
    }
    for (const Made& made : made_) sum += fingerprint_of(made.path, made.digest);
    return sum;
}

void FolderOutput::keep_others() {
    for (const OutputEntry& entry : before_.entries())
        standing_of(entry).fate.store(Fate::Keep, std::memory_order_relaxed);
}

void FolderOutput::drop(const std::string& output_path) {
    if (const OutputEntry* const last = before_.find(output_path)) standing_of(*last).fate = Fate::Remove;
}

CommitReport FolderOutput::keep_all() {
    keep_others();
    static_cast<void>(count_changes());
    // It only saves the next build some reading, so to fail is no fault.
    if (is_record_outdated()) static_cast<void>(write_record(opened_ns_));
    return report_;
}

void FolderOutput::keep(const std::string& output_path) {
    const OutputEntry* const last = before_.find(output_path);
    assert(last != nullptr);
    if (last != nullptr) standing_of(*last).fate = Fate::Keep;
}

// Counts for the report, and tells what is to be written and removed. What was made is in the order of paths
// afterwards.
CommitChange FolderOutput::count_changes() {
    CommitChange change;
    change.staged_names = is_fresh_ ? StagedNames::Paths : StagedNames::Numbers;
    std::ranges::sort(made_, {}, &Made::path);
    change.staged.reserve(staged_count_);
    for (const Made& made : made_) {
        report_.bytes += made.size;
        ++(made.is_staged ? report_.written : report_.unchanged);
        if (made.is_staged)
            change.staged.push_back(
                {{made.path, made.number, {made.digest, made.size, 0}}, made.is_new, made.is_blocked});
        if (const OutputEntry* const last = before_.find(made.path)) standing_of(*last).fate = Fate::Replace;
    }
    for (const OutputEntry& entry : before_.entries()) {
        const Fate fate = standing_of(entry).fate;
        report_.unchanged += fate == Fate::Keep ? 1 : 0;
        report_.bytes += fate == Fate::Keep ? entry.fact.size : 0;
        if (fate == Fate::Remove) change.removals.emplace_back(entry.path);
    }
    report_.removed = change.removals.size();
    return change;
}

Result<CommitReport> FolderOutput::commit() {
    is_committed_ = true;
    CommitChange change = count_changes();
    if (change.staged.empty() && change.removals.empty()) {
        if (is_record_outdated()) CHECK(write_record(opened_ns_));
        return report_;
    }
    TRY(CommitJournal journal, plan_commit(std::move(change), disk_, places_));
    CHECK(change_folder(std::move(journal)));
    return report_;
}

// Without room for the folders of new files, or with one that may not be changed, nothing is begun.
Result<void> FolderOutput::prepare_folders(const CommitJournal& journal) {
    if (journal.staged_names == StagedNames::Paths) return {};  // all of it is made by one rename
    std::unordered_set<std::string> seen;
    const auto check = [&](std::string_view path) -> Result<void> {
        auto inserted = seen.insert(folder_of(path));
        return inserted.second ? disk_.check_writable(places_.in_output(*inserted.first)) : Result<void>();
    };
    for (const StagedMove& move : journal.moves) CHECK(check(move.path));
    for (const std::string_view path : journal.clearings) CHECK(check(path));
    for (const std::string_view path : journal.removals) CHECK(check(path));
    if (!journal.clearings.empty()) return {};  // a file may stand where a folder is to be
    for (const StagedMove& move : journal.moves) {
        if (before_.find(move.path) != nullptr) continue;
        if (auto done = disk_.make_folders(places_.in_output(folder_of(move.path))); !done) {
            for (const StagedMove& other : journal.moves)
                disk_.remove_empty_folders(places_.output, std::string(other.path));
            return done;
        }
    }
    return {};
}

Result<void> FolderOutput::change_folder(CommitJournal journal) {
    journal.folder = places_.name;
    journal.base = before_.checksum();
    CHECK(prepare_folders(journal));
    CHECK(replace_file(disk_, places_.journal(), write_commit_journal(journal)));
    is_journal_standing_ = true;
    Reached reached = Reached::Nothing;
    if (auto done = carry_out(journal, disk_, places_, reached); !done) {
        Error error = std::move(done).error();
        if (reached == Reached::Nothing && disk_.remove(places_.journal()))
            is_journal_standing_ = false;
        else
            error.remedy += "; then build again, which finishes what was begun";
        return fail(std::move(error));
    }
    journal.moves = {};  // not held beside the record that is made of what was moved
    CHECK(write_record(disk_.clock_ns()));
    CHECK(disk_.remove(places_.journal()));
    is_journal_standing_ = false;
    return {};
}

// Whether the next build would need a file that is not in the record, or would read many files again.
bool FolderOutput::is_record_outdated() const {
    constexpr std::int64_t most_read_again = 64;
    if (before_.checksum() == 0 || !made_.empty()) return true;
    const auto costs_again = [&](const OutputEntry& entry) {
        const Sight sight = standing_of(entry).sight;
        return sight == Sight::Same || (sight == Sight::Untouched && is_named_by_content(entry));
    };
    return std::ranges::count_if(before_.entries(), costs_again) > most_read_again;
}

Result<void> FolderOutput::write_record(std::int64_t moved_ns) {
    std::vector<OutputEntry> all;
    all.reserve(made_.size() + before_.entries().size());
    for (const Made& made : made_)
        all.push_back({made.path, {made.digest, made.size, made.is_staged ? moved_ns : opened_ns_}});
    const auto kept_from = static_cast<std::ptrdiff_t>(all.size());
    for (const OutputEntry& entry : before_.entries()) {
        const Standing& standing = standing_of(entry);
        if (standing.fate != Fate::Keep) continue;
        OutputEntry& same = all.emplace_back(entry);
        const bool was_seen = standing.sight == Sight::Same || standing.sight == Sight::Untouched;
        if (was_seen) same.fact.seen_ns = std::max(same.fact.seen_ns, opened_ns_);
    }
    std::ranges::inplace_merge(all, all.begin() + kept_from, {}, &OutputEntry::path);  // each is sorted
    return replace_file(disk_, places_.record(), OutputRecord::write(places_.name, all));
}

}  // namespace byline::output
