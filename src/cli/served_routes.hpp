// What is asked of a served site besides its files: one table of the routes of readers and of the writer.
// Belongs to the main thread; the table is thread-safe.
#pragma once

#include <string>
#include <vector>

#include "discussion/discussion.hpp"
#include "result/result.hpp"
#include "server/route_table.hpp"

namespace byline::cli {

// `origins` are the site's as browsers write them. The discussion outlives the table.
[[nodiscard]] Result<server::RouteTable> served_routes(const discussion::Discussion& discussion,
                                                       std::vector<std::string> origins);

}  // namespace byline::cli
