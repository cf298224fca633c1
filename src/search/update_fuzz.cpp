#include <cstddef>
#include <cstdint>

#include "search/update_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byline::search::require_of_update(std::string_view(reinterpret_cast<const char*>(data), size));
    return 0;
}
