#include "site/input_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    byline::site::require_of_encoded_work(bytes);
    byline::site::require_of_encoded_diagnostics(bytes);
    return 0;
}
