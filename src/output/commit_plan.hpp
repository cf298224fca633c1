// plan_commit() turns what a build made into a journal, or says which files that are not ours stand in the way.
// Pure but for looking at the disk; called by one thread, which holds the lock of the state folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "output/commit_journal.hpp"
#include "output/output_places.hpp"

namespace byline::output {

// A file to be written, and what stood at its path while it was staged.
struct StagedFile {
    StagedMove move;
    bool is_new = false;      // the last build did not make it
    bool is_blocked = false;  // by something that we did not make, or a folder
};

struct CommitChange {
    std::vector<StagedFile> staged;          // by path
    std::vector<std::string_view> removals;  // by path: what the last build made, and this one did not
    StagedNames staged_names = StagedNames::Numbers;
};

// Clearings, moves and removals in the order of their doing; their paths are those of `change`.
[[nodiscard]] Result<CommitJournal> plan_commit(CommitChange change, const disk::Disk& disk,
                                                const OutputPlaces& places);

}  // namespace byline::output
