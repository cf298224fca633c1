// The sitemap (https://www.sitemaps.org/protocol.html) with language alternates, robots.txt and redirects.
// Pure functions over the publication.
#pragma once

#include <string>
#include <vector>

#include "site/plan.hpp"

namespace byline::publish {

class Publication;

struct NamedOutput {
    std::string output_path;
    std::string bytes;
};

// sitemap.xml; beyond 50,000 URLs (the protocol's bound) it is an index, with sitemap-1.xml and so on beside it.
[[nodiscard]] std::vector<NamedOutput> sitemap(const Publication& publication);

[[nodiscard]] std::string robots_txt(const Publication& publication);

// A page that sends its reader on, for hosts that cannot redirect themselves.
[[nodiscard]] std::string redirect_page(const Publication& publication, const site::Redirect& redirect);

}  // namespace byline::publish
