// Feeds: a list of works as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1; and the OPML that names them all.
// Pure functions over the publication, but for bodies, which are rendered when a feed needs them.
#pragma once

#include <string>

#include "site/page.hpp"

namespace byline::publish {

class Publication;

// `page` is the first page of the list; the feed holds its newest works, as many as configured.
[[nodiscard]] std::string atom_feed(const Publication& publication, const site::Page& page);
[[nodiscard]] std::string rss_feed(const Publication& publication, const site::Page& page);
[[nodiscard]] std::string json_feed(const Publication& publication, const site::Page& page);

// OPML 2.0 with the feeds of the site and of each kind, in every language.
[[nodiscard]] std::string opml(const Publication& publication);

}  // namespace byline::publish
