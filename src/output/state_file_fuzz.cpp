#include <cstddef>
#include <cstdint>

#include "output/state_file_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    byline::publish::require_of_record_body(bytes);
    byline::publish::require_of_journal_body(bytes);
    return 0;
}
