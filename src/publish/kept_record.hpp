// Where the record of the last build lies on disk: `.byline/record`, and beside it `.byline/insets`, the formulas and
// diagrams that were made. Read and written whole; docs/formats.md has the formats.
// Not while another build of the same site runs: FolderOutput sees to that.
#pragma once

#include <memory>
#include <string>

#include "cache/content_cache.hpp"
#include "disk/disk.hpp"
#include "graph/build_record.hpp"

namespace byline::publish {

// Null when there is none that can be used: then everything is made again.
[[nodiscard]] std::shared_ptr<const graph::BuildRecord> load_record(const disk::Disk& disk,
                                                                    const std::string& state_folder);

// Where a build may write its record while it makes it; save_record() puts it in its place. What a killed build left
// there is taken away: only for who has the lock of the state folder.
[[nodiscard]] std::unique_ptr<disk::NewFile> begin_record_file(disk::Disk& disk, const std::string& state_folder);

// `file` where the record went, or null.
[[nodiscard]] Result<void> save_record(disk::Disk& disk, const std::string& state_folder,
                                       const graph::BuildRecord& record, disk::NewFile* file = nullptr);

// For a cache that begins with the file when it is first asked for something. `disk` outlives it.
[[nodiscard]] cache::ContentCache::Load insets_loader(const disk::Disk& disk, const std::string& state_folder);
// Where nothing new was made, the file stays.
[[nodiscard]] Result<void> save_insets(disk::Disk& disk, const std::string& state_folder, cache::ContentCache& cache);

}  // namespace byline::publish
