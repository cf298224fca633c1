// Any bytes: no crash, and what strip() makes is the same picture, stripped.
#include <cstdio>
#include <cstdlib>

#include "media/picture_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string broken = byline::media::broken_property({reinterpret_cast<const char*>(data), size});
    if (!broken.empty()) {
        std::fprintf(stderr, "%s\n", broken.c_str());
        std::abort();
    }
    return 0;
}
