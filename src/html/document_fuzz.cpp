// Whatever a page holds, it is read within its limits, and its nodes lie inside each other.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "html/document_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (!byline::html::is_sound({reinterpret_cast<const char*>(data), size})) std::abort();
    return 0;
}
