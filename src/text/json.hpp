// The one place where text becomes a JSON string.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::text {

// Appends `text` as a JSON string with its quotes. It may stand in a <script> element: < > & and U+2028, U+2029 are
// written as escapes. An ill-formed byte becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace byline::text
