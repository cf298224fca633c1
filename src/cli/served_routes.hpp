// What is asked of a served site besides its files: one table of the routes of readers and of the writer.
// Belongs to the main thread; the table is thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "discussion/discussion.hpp"
#include "result/result.hpp"
#include "server/route_table.hpp"
#include "studio/studio.hpp"

namespace byline::cli {

// `origins` are the site's as browsers write them. Both outlive the table.
[[nodiscard]] Result<server::RouteTable> served_routes(const discussion::Discussion& discussion,
                                                       const studio::Studio& studio, std::vector<std::string> origins);

// The studio of a discussion, which outlives it.
[[nodiscard]] Result<std::unique_ptr<studio::Studio>> open_studio(const discussion::Discussion& discussion,
                                                                  studio::StudioOptions options);

}  // namespace byline::cli
