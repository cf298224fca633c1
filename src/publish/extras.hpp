// Extras are what the engine itself makes beside pages and feeds: redirects, the theme's assets, sitemap, robots.txt,
// the list of feeds.
#pragma once

#include "output/output_sink.hpp"
#include "publish/publication.hpp"

namespace byline::publish {

[[nodiscard]] Result<void> write_extras(const Publication& publication, output::OutputSink& sink);

}  // namespace byline::publish
