// Whatever a page holds, what is read of it as a mention is bounded text and addresses of the web.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mention/endpoint.hpp"
#include "mention/mention_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // The page links to the target, so that it is looked at.
    if (!byline::mention::is_sound_mention("<a href='https://site.example/articles/tea/'></a>" + std::string(bytes)))
        std::abort();
    static_cast<void>(byline::mention::discover_endpoint({bytes}, bytes, "https://other.example/page"));
    return 0;
}
