// Any bytes as a template: compiling and rendering it must end, within its bounds, in text or in an error.
// Parts split by a line of "%%%" become further templates (b.html, c.html).
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "templating/fuzz_template.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byline::templating::fuzz_template({reinterpret_cast<const char*>(data), size});
    return 0;
}
