#include "site/input_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byline::site::require_of_configuration({reinterpret_cast<const char*>(data), size});
    return 0;
}
