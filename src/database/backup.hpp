// A backup is one text file with everything that a store holds at one moment; either kind of store restores it.
// docs/store.md has the format. Functions for one thread; the store may be in use by others meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "database/database.hpp"

namespace byline::database {

struct BackupReport {
    std::int64_t tables = 0;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
};

// Writes the file beside its place, syncs it and moves it there; `now_ms` stands in its head.
[[nodiscard]] Result<BackupReport> back_up(Database& database, const std::string& path, std::int64_t now_ms);

// Fills the empty store at `address` from the file, all of it or nothing, and brings its tables up to date. A store
// that holds anything is refused, and so is a file that is cut off, damaged, or of a newer Byline.
[[nodiscard]] Result<BackupReport> restore(std::string_view address, const std::string& path, std::int64_t now_ms);

}  // namespace byline::database
