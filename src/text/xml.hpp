// The one place where text becomes XML 1.0: feeds, sitemap, OPML.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::text {

// Appends `text` for element content or a quoted attribute value. Characters that XML 1.0 forbids even as references
// (section 2.2: most control characters, U+FFFE, U+FFFF) are dropped; an ill-formed byte becomes U+FFFD.
void append_escaped_xml(std::string& out, std::string_view text);

[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace byline::text
