// Whatever a file holds, in whatever format it is said to be, what is read of it is sound.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "importing/import_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    namespace importing = byline::importing;
    importing::ReadOptions options;
    // The first byte says the format, so that each of them is tried with every input.
    constexpr int formats = 6;
    if (data[0] % (formats + 1) < formats) options.format = static_cast<importing::Format>(data[0] % (formats + 1));
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string fault = importing::fault_in_import(bytes, options, 1 + data[0] / 7);
    if (!fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
