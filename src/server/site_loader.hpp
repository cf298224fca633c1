// load_site() makes a SiteSnapshot of an output folder, and takes over from the one before what has not changed.
// Reads the disk; safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "result/result.hpp"
#include "server/site_snapshot.hpp"

namespace byline::server {

struct LoadOptions {
    std::string folder;           // the built site
    std::string base_path = "/";  // the path of the site's address, with both slashes
    std::string page_lines;       // headers of documents (security_headers.hpp); outlives the snapshots
    std::string other_lines;      // headers of everything else; likewise
    std::uint64_t file_bytes_max = std::uint64_t{2} * 1024 * 1024;      // a larger file stays on the disk
    std::uint64_t memory_bytes_max = std::uint64_t{512} * 1024 * 1024;  // all files; what is over stays on the disk
};

// Fails when the folder is not there or cannot be read. Files that are changed meanwhile make it begin again; a site
// that does not come to rest is an error.
[[nodiscard]] Result<std::shared_ptr<const SiteSnapshot>> load_site(const LoadOptions& options, const disk::Disk& disk,
                                                                    const SiteSnapshot* before);

// True for names with a fingerprint, "style.0d2dc2fe.css": another content gets another name.
[[nodiscard]] bool has_fingerprint(std::string_view path);

}  // namespace byline::server
