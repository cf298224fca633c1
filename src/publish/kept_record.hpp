// Where the record of the last build lies on disk: `.byline/record`. Read and written whole; docs/formats.md has the
// format.
// Not while another build of the same site runs: FolderOutput sees to that.
#pragma once

#include <memory>
#include <string>

#include "disk/disk.hpp"
#include "graph/build_record.hpp"

namespace byline::publish {

// Null when there is none that can be used: then everything is made again.
[[nodiscard]] std::shared_ptr<const graph::BuildRecord> load_record(const disk::Disk& disk,
                                                                    const std::string& state_folder);

[[nodiscard]] Result<void> save_record(disk::Disk& disk, const std::string& state_folder,
                                       const graph::BuildRecord& record);

}  // namespace byline::publish
