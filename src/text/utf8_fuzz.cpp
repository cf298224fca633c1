#include "text/input_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byline::text::require_of_bytes({reinterpret_cast<const char*>(data), size});
    return 0;
}
