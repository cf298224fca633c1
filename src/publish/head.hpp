// The head of a page: what search engines, feed readers and social networks read, made by the engine for every theme.
// Pure functions over the publication.
#pragma once

#include <string>

#include "site/page.hpp"
#include "templating/value.hpp"
#include "text/safe_html.hpp"

namespace byline::publish {

class Publication;

// Title, description, canonical, hreflang with x-default, feeds, OpenGraph, Twitter card, JSON-LD, rel=me, generator.
[[nodiscard]] text::SafeHtml head_of(const Publication& publication, const site::Page& page);

// The <script type="application/ld+json"> of a page: Person, WebSite, BlogPosting, Event, VideoObject, BreadcrumbList.
[[nodiscard]] std::string json_ld_of(const Publication& publication, const site::Page& page);

// The feeds of the list that `page` shows: [{title, url, type}].
[[nodiscard]] templating::Value feeds_value(const Publication& publication, const site::Page& page);

}  // namespace byline::publish
