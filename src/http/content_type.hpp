// Content types by file extension. Pure functions: call them from any thread.
#pragma once

#include <string_view>

namespace byline::http {

// The Content-Type of a file by its extension, letter case ignored, with a charset for text;
// "application/octet-stream" when the extension is unknown or there is none.
[[nodiscard]] std::string_view content_type_of(std::string_view path);

}  // namespace byline::http
