// Our CommonMark output beside that of the C parsers, on any text.
#include <cstdio>
#include <cstdlib>

#include "markdown/differential_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t longest = 2000;
    if (size > longest) return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string difference = byline::markdown::difference_from_peers(text);
    if (difference.empty()) return 0;
    std::fprintf(stderr, "%s", difference.c_str());
    std::abort();
}
