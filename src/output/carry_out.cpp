#include "output/carry_out.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace byline::output {
namespace {

Result<void> remove_file(disk::Disk& disk, const OutputPlaces& places, std::string_view path, Reached& reached) {
    const std::string target = places.in_output(path);
    const auto there = disk.status(target);
    if (there && there->kind == disk::EntryKind::Folder) return {};  // somebody's, or a new page's: not what we made
    CHECK(disk.remove(target));
    reached = Reached::Some;
    disk.remove_empty_folders(places.output, std::string(path));
    return {};
}

// Bytes that were begun and not finished, or are of another build, do not pass. What cannot be read is an error: it may
// be whole.
Result<bool> is_whole(const disk::Disk& disk, const std::string& path, const OutputFact& fact) {
    const auto there = disk.status(path);
    if (!there || there->kind == disk::EntryKind::Folder) return false;
    if (there->kind == disk::EntryKind::File && there->size != static_cast<std::int64_t>(fact.size)) return false;
    TRY(const auto bytes, disk.map(path));
    return text::digest_of(bytes->bytes()) == fact.digest;
}

// The record of the site that a finished commit leaves.
std::string record_after(const OutputRecord& base, const CommitJournal& journal, std::int64_t seen_ns) {
    std::map<std::string_view, OutputFact> facts;
    for (const OutputEntry& entry : base.entries()) facts.emplace(entry.path, entry.fact);
    for (const std::string_view path : journal.clearings) facts.erase(path);
    for (const std::string_view path : journal.removals) facts.erase(path);
    for (const StagedMove& move : journal.moves) {
        facts[move.path] = {move.fact.digest, move.fact.size, seen_ns};
    }
    std::vector<OutputEntry> entries;
    entries.reserve(facts.size());
    for (const auto& [path, fact] : facts) entries.push_back({path, fact});
    return OutputRecord::write(journal.folder, entries);
}

// Of the moves of a killed build, those that are still to be done. Where neither the staged file nor the one in its
// place is what the journal says, the journal forgets what is there: it is ours, and the next build writes it.
Result<CommitJournal> unfinished(disk::Disk& disk, const OutputPlaces& places, CommitJournal& journal) {
    CommitJournal rest = journal;
    rest.moves.clear();
    for (StagedMove& move : journal.moves) {
        const std::string staged = places.staged(move, journal.staged_names);
        TRY(const bool is_waiting, is_whole(disk, staged, move.fact));
        if (is_waiting) {
            rest.moves.push_back(move);
            continue;
        }
        TRY(const bool is_done, is_whole(disk, places.in_output(move.path), move.fact));
        if (is_done) continue;
        CHECK(disk.remove(staged));
        move.fact = {};
    }
    return rest;
}

}  // namespace

Result<void> carry_out(const CommitJournal& journal, disk::Disk& disk, const OutputPlaces& places, Reached& reached) {
    reached = Reached::Nothing;
    const bool is_fresh =
        journal.staged_names == StagedNames::Paths && !journal.moves.empty() && !disk.exists(places.output);
    if (is_fresh && disk.rename(places.staging, places.output)) return reached = Reached::All, Result<void>();
    for (const std::string_view path : journal.clearings) CHECK(remove_file(disk, places, path, reached));
    for (const StagedMove& move : journal.moves) {
        CHECK(disk.rename(places.staged(move, journal.staged_names), places.in_output(move.path)));
        reached = Reached::Some;
    }
    for (const std::string_view path : journal.removals) CHECK(remove_file(disk, places, path, reached));
    reached = Reached::All;
    return {};
}

Result<void> roll_forward(disk::Disk& disk, const OutputPlaces& places) {
    if (!disk.exists(places.journal())) return {};
    TRY(const auto file, disk.map(places.journal()));
    auto journal = read_commit_journal(file->bytes());
    if (!journal || journal->folder != places.name) {
        CHECK(disk.remove(places.record()));
        return disk.remove(places.journal());
    }
    TRY(const CommitJournal rest, unfinished(disk, places, *journal));
    Reached reached = Reached::Nothing;
    CHECK(carry_out(rest, disk, places, reached));
    OutputRecord base;
    if (disk.exists(places.record())) {
        TRY(auto record_file, disk.map(places.record()));
        if (auto read = OutputRecord::read(std::move(record_file), places.name)) base = std::move(*read);
    }
    // Another record than the commit started from is the one that it ended with.
    if (base.checksum() == journal->base)
        CHECK(replace_file(disk, places.record(), record_after(base, *journal, disk.clock_ns())));
    return disk.remove(places.journal());
}

}  // namespace byline::output
