// Any bytes in any language: nothing lost, no crash, linear. And any bytes as a definition: told what is wrong, or
// used.
#include <cstdio>
#include <cstdlib>

#include "highlighting/code_html.hpp"
#include "highlighting/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string wrong = byline::highlighting::try_input({reinterpret_cast<const char*>(data), size});
    if (!wrong.empty()) {
        std::fprintf(stderr, "%s\n", wrong.c_str());
        std::abort();
    }
    return 0;
}
