// A CommitJournal is what a commit is about to do to an output folder. It stands on the disk from before the first
// change to after the last, so that the next build can finish what a killed one began. Its format is in
// docs/formats.md. A value whose paths are borrowed: from what was made, or from the bytes that it was read from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/output_record.hpp"

namespace byline::output {

// How files are called while they are staged.
enum class StagedNames : std::uint8_t {
    Paths,    // as in the output folder, which the whole staging folder becomes by one rename
    Numbers,  // in one folder
};

struct StagedMove {
    std::string_view path;  // below the output folder
    std::uint64_t number = 0;
    OutputFact fact;  // seen_ns is not kept: nobody has seen the file in its place
};

struct CommitJournal {
    std::string folder;      // the output folder's name, as in the record
    std::uint64_t base = 0;  // the record that the commit started from
    StagedNames staged_names = StagedNames::Numbers;
    std::vector<std::string_view> clearings;  // files removed first: a new file or folder takes their place
    std::vector<StagedMove> moves;            // in the order in which they are done
    std::vector<std::string_view> removals;   // files removed last
};

[[nodiscard]] std::string write_commit_journal(const CommitJournal& journal);

// Nothing when `bytes` are not a whole journal of this version. They must outlive it.
[[nodiscard]] std::optional<CommitJournal> read_commit_journal(std::string_view bytes);

}  // namespace byline::output
