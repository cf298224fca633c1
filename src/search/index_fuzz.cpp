#include <cstddef>
#include <cstdint>

#include "search/index_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    byline::search::require_of_body(bytes);
    byline::search::require_of_text(bytes);
    return 0;
}
