// Fuzzes what reads the bytes of clients. The corpus is fixtures/http/requests.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/request_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (!byline::http::fault_in_request(bytes).empty()) std::abort();
    return 0;
}
