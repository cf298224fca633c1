#include "output/commit_plan.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace byline::output {
namespace {

// New files before the pages that lead to them, and new pages before the changed ones that link to them; last what
// lists pages for machines. Within one rank in the order of paths, so that a failure is the same each time.
int rank_of(const StagedFile& file) {
    const std::string_view path = file.move.path;
    const bool is_page = path.ends_with(".html");
    if (file.is_new) return is_page ? 1 : 0;
    if (is_page) return 3;
    for (const std::string_view ending : {".xml", ".json", ".opml", ".txt"}) {
        if (path.ends_with(ending)) return 4;
    }
    return 2;
}

class Planner {
  public:
    Planner(CommitChange change, const disk::Disk& disk, const OutputPlaces& places)
        : change_(std::move(change)), disk_(disk), places_(places) {}

    Result<CommitJournal> plan() && {
        for (const StagedFile& file : change_.staged) {
            if (file.is_blocked) CHECK(clear_place_of(std::string(file.move.path)));
        }
        if (change_.staged_names == StagedNames::Numbers) CHECK(clear_folders());
        if (!conflicts_.empty()) return fail(conflict());
        CommitJournal journal;
        journal.staged_names = change_.staged_names;
        std::ranges::stable_sort(change_.staged, {}, rank_of);
        journal.moves.reserve(change_.staged.size());
        for (const StagedFile& file : change_.staged) journal.moves.push_back(file.move);
        for (const std::string_view path : change_.removals) {
            (cleared_.contains(std::string(path)) ? journal.clearings : journal.removals).push_back(path);
        }
        return journal;
    }

  private:
    bool is_ours_to_remove(std::string_view path) const { return std::ranges::binary_search(change_.removals, path); }

    // The path is free once every file that we made below it is gone, if no others are there.
    Result<void> clear_place_of(const std::string& path) {
        const std::string target = places_.in_output(path);
        const auto there = disk_.status(target);
        if (!there) return {};
        if (there->kind != disk::EntryKind::Folder) return conflicts_.push_back(path), Result<void>();
        std::vector<Error> failed;
        TRY(const auto entries, disk_.list(target, disk::DotNames::List, failed));
        if (!failed.empty()) return fail(std::move(failed.front()));
        for (const disk::Entry& entry : entries) {
            if (entry.kind != disk::EntryKind::Folder) clear(path + "/" + entry.path);
        }
        return {};
    }

    // A folder that new files need may have the name of a file.
    Result<void> clear_folders() {
        std::unordered_set<std::string> seen;
        for (const StagedFile& file : change_.staged) {
            if (!file.is_new) continue;
            for (std::string folder = folder_of(file.move.path); !folder.empty(); folder = folder_of(folder)) {
                if (!seen.insert(folder).second) break;
                const auto there = disk_.status(places_.in_output(folder));
                if (!there) continue;
                if (there->kind != disk::EntryKind::Folder) clear(folder);
                break;
            }
        }
        return {};
    }

    void clear(const std::string& path) {
        if (is_ours_to_remove(path))
            cleared_.insert(path);
        else
            conflicts_.push_back(path);
    }

    Error conflict() {
        std::ranges::sort(conflicts_);
        conflicts_.erase(std::unique(conflicts_.begin(), conflicts_.end()), conflicts_.end());
        Error error = content_error("the site has something for this place, and Byline did not make what is there",
                                    "move it away, or delete it if you do not need it; then build again",
                                    Place{places_.in_output(conflicts_.front()), 0, 0});
        constexpr std::size_t most_notes = 10;
        for (std::size_t i = 1; i < std::min(conflicts_.size(), most_notes); ++i) {
            error.notes.push_back({"and this", Place{places_.in_output(conflicts_[i]), 0, 0}});
        }
        if (conflicts_.size() > most_notes)
            error.notes.push_back({fmt::format("and {} more", conflicts_.size() - most_notes), {}});
        return error;
    }

    CommitChange change_;
    const disk::Disk& disk_;
    const OutputPlaces& places_;
    std::vector<std::string> conflicts_;
    std::unordered_set<std::string> cleared_;
};

}  // namespace

Result<CommitJournal> plan_commit(CommitChange change, const disk::Disk& disk, const OutputPlaces& places) {
    return Planner(std::move(change), disk, places).plan();
}

}  // namespace byline::output
