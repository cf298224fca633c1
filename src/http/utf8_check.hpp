// Whether bytes are UTF-8. A pure function: call it from any thread.
#pragma once

#include <string_view>

namespace byline::http {

// False for what is malformed, overlong, a surrogate or too large (Unicode 15, table 3-7).
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace byline::http
