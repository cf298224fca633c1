// Opening a file of the site that is not held in memory: what is sent is what was looked at.
// Reads the disk; safe from any thread.
#pragma once

#include <cstdint>
#include <string>

#include "http/file_body.hpp"
#include "server/site_snapshot.hpp"

namespace byline::server {

struct OpenedFile {
    http::FileBody body;  // of the whole; file() is -1 when it cannot be opened
    ResourceFacts facts;
    std::string validator_lines;  // ETag, Last-Modified, Cache-Control and the headers of its kind
};

[[nodiscard]] OpenedFile open_file(const DiskFile& file);

}  // namespace byline::server
