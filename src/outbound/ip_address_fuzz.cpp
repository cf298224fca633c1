// Whatever is read as an address says the same when it is written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "outbound/ip_address_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (!byline::outbound::address_is_sound({reinterpret_cast<const char*>(data), size})) std::abort();
    return 0;
}
