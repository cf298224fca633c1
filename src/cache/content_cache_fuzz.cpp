// A cache file that can be read is what would be written of what was read.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cache/content_cache.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using byline::cache::ContentCache;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    ContentCache cache([&] { return bytes; });
    if (cache.find({1, 1}) && !byline::cache::read_cache_file(bytes)) std::abort();
    cache.put({2, 2}, "x");
    const auto file = cache.changed_file();
    if (file && !byline::cache::read_cache_file(*file)) std::abort();
    return 0;
}
