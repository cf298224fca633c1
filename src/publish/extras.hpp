// Extras are what the engine itself makes beside pages and feeds: redirects, the theme's assets, sitemap, robots.txt,
// the list of feeds.
#pragma once

#include "publish/output_sink.hpp"
#include "publish/publication.hpp"

namespace byline::publish {

[[nodiscard]] Result<void> write_extras(const Publication& publication, OutputSink& sink);

}  // namespace byline::publish
