// Slides are the parts of a deck's text between its thematic breaks, rendered.
// Values; slides_of() is used by one thread with a host of its own.
#pragma once

#include <string>
#include <vector>

#include "markdown/document.hpp"
#include "markdown/host.hpp"
#include "text/safe_html.hpp"

namespace byline::publish {

struct Slide {
    std::string title;      // of its first heading, as plain text; may be empty
    std::string css_class;  // the classes of that heading
    text::SafeHtml html;
    text::SafeHtml notes;  // what its directives `notes` hold
};

// Divided at thematic breaks of the top level; parts without anything are none. At most site::most_slides.
[[nodiscard]] std::vector<Slide> slides_of(const markdown::Document& document, markdown::Host& host);

}  // namespace byline::publish
