// Text as a JSON string, for the messages to the reload script. Pure functions: call them from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::server {

// Quoted and escaped (RFC 8259, section 7). Bytes that are not ASCII are passed on as they are; '<' is escaped, so that
// the text may stand in a page too.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace byline::server
