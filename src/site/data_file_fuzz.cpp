#include "site/input_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const char* path : {"a.toml", "a.yaml", "a.json", "a.csv"}) byline::site::require_of_data_file(bytes, path);
    return 0;
}
