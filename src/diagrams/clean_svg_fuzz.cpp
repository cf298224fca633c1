// Whatever a program writes in Graphviz's place, nothing that runs or loads comes into a page.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "diagrams/svg_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string fault = byline::diagrams::fault_in_cleaned({reinterpret_cast<const char*>(data), size});
    if (!fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
