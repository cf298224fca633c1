// carry_out() does what a commit journal says, and roll_forward() finishes what a killed build began.
// Called by one thread, which holds the lock of the state folder.
#pragma once

#include "output/commit_journal.hpp"
#include "output/output_places.hpp"

namespace byline::output {

enum class Reached : std::uint8_t {
    Nothing,  // the output folder is as it was
    Some,     // partly new
    All,
};

// Clearings, then moves, then removals: what a page links to is there before the page, and goes after it. `reached` is
// told even when an error is returned.
[[nodiscard]] Result<void> carry_out(const CommitJournal& journal, disk::Disk& disk, const OutputPlaces& places,
                                     Reached& reached);

// With a whole journal there, the output folder becomes the new site and the record that of it; without, nothing
// happens. A journal that is not whole is removed together with the record, which may no longer be true.
[[nodiscard]] Result<void> roll_forward(disk::Disk& disk, const OutputPlaces& places);

}  // namespace byline::output
