// list_folder() is RealDisk::list(): one descriptor open at a time, and one call of the system for each file.
// Safe from any thread.
#pragma once

#include <string>
#include <vector>

#include <sys/stat.h>

#include "disk/disk.hpp"

namespace byline::disk {

[[nodiscard]] Result<std::vector<Entry>> list_folder(const std::string& folder, DotNames dot_names,
                                                     std::vector<Error>& failed);

// What is asked of the system for an Entry, and what it answers; `path` is left empty.
inline constexpr unsigned entry_fields = STATX_TYPE | STATX_SIZE | STATX_MTIME | STATX_CTIME | STATX_INO;
[[nodiscard]] Entry entry_of(const struct statx& fields);

}  // namespace byline::disk
