// Whatever is accepted as a request's target is safe to look up, and reads back from its own encoding.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/target.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto target = byline::http::parse_target(text);
    if (!target) return 0;
    const std::string& path = target->path;
    require(!path.empty() && path.front() == '/');
    require(path.find("//") == std::string::npos);
    require(path.find('\0') == std::string::npos && path.find('\n') == std::string::npos);
    const std::string framed = path + "/";
    require(framed.find("/../") == std::string::npos && framed.find("/./") == std::string::npos);
    // three bytes for one may pass the bound on length
    const std::string encoded = byline::http::encode_path(path);
    if (encoded.size() > byline::http::target_bytes_max) return 0;
    const auto again = byline::http::parse_target(encoded);
    require(again && again->path == path && again->query.empty());
    return 0;
}
