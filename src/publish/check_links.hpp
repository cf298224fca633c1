// Every internal link, anchor, picture and wikilink of every work, held against what the site will have.
// Pure over the publication; works are checked in parallel.
#pragma once

#include "result/diagnostic.hpp"

namespace byline::publish {

class Publication;

// Warnings in the order of the works' paths and lines.
[[nodiscard]] Diagnostics check_links(const Publication& publication, std::size_t threads);

}  // namespace byline::publish
