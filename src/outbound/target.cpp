#include "outbound/target.hpp"

#include <charconv>

#include "text/internationalized_host.hpp"

namespace byline::outbound {
namespace {

Failure bad_url(std::string_view url, std::string_view why) {
    constexpr std::size_t shown = 200;
    std::string message =
        "the address '" + std::string(url.substr(0, shown)) + "' cannot be asked: " + std::string(why);
    return fail(
        content_error(std::move(message), "give one that begins with http:// or https:// and names a host", {}));
}

loading::CurlOwned<CURLU> new_handle(const loading::CurlFunctions& curl) {
    return {curl.url(), curl.url_cleanup};
}

// Empty when it is not there. libcurl leaves what it took on the way when it cannot make ASCII of a name, hence the
// free.
std::string part_of(const loading::CurlFunctions& curl, CURLU* handle, CURLUPart part, unsigned flags) {
    char* text = nullptr;
    const bool is_there = curl.url_get(handle, part, &text, flags) == CURLUE_OK && text != nullptr;
    std::string out = is_there ? std::string(text) : std::string();
    curl.free(text);
    return out;
}

bool has_part(const loading::CurlFunctions& curl, CURLU* handle, CURLUPart part) {
    char* text = nullptr;
    const bool is_there = curl.url_get(handle, part, &text, 0) == CURLUE_OK;
    curl.free(text);
    return is_there;
}

}  // namespace

Result<Target> Target::parse(const loading::CurlFunctions& curl, const std::string& url) {
    if (url.find('\0') != std::string::npos) return bad_url(url, "it has a zero byte");
    const loading::CurlOwned<CURLU> handle = new_handle(curl);
    const CURLUcode code = curl.url_set(handle.get(), CURLUPART_URL, url.c_str(), CURLU_URLENCODE);
    if (code != CURLUE_OK) return bad_url(url, curl.url_strerror(code));
    return taken_from(curl, handle.get(), url);
}

Result<Target> Target::redirected_to(const loading::CurlFunctions& curl, std::string_view location) const {
    const loading::CurlOwned<CURLU> handle = new_handle(curl);
    const std::string relative(location);
    CURLUcode code = curl.url_set(handle.get(), CURLUPART_URL, url_.c_str(), 0);
    if (code == CURLUE_OK) code = curl.url_set(handle.get(), CURLUPART_URL, relative.c_str(), CURLU_URLENCODE);
    if (code != CURLUE_OK) return bad_url(location, curl.url_strerror(code));
    return taken_from(curl, handle.get(), location);
}

Result<Target> Target::taken_from(const loading::CurlFunctions& curl, CURLU* handle, std::string_view written) {
    Target target;
    target.scheme_ = part_of(curl, handle, CURLUPART_SCHEME, 0);
    if (target.scheme_ != "http" && target.scheme_ != "https")
        return bad_url(written, "only http and https are spoken");
    if (has_part(curl, handle, CURLUPART_USER) || has_part(curl, handle, CURLUPART_PASSWORD)) {
        return bad_url(written, "it has a name or a password");
    }
    curl.url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
    // libcurl knows the older rules alone (IDNA 2003), and in Debian by a library that may be absent.
    target.host_ = text::ascii_host(part_of(curl, handle, CURLUPART_HOST, 0)).value_or("");
    if (target.host_.empty() || curl.url_set(handle, CURLUPART_HOST, target.host_.c_str(), 0) != CURLUE_OK) {
        return bad_url(written, "it names no host");
    }
    if (target.host_.front() == '[') target.host_ = target.host_.substr(1, target.host_.size() - 2);
    const std::string port = part_of(curl, handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), target.port_);
    if (error != std::errc() || end != port.data() + port.size()) return bad_url(written, "its port is no number");
    target.url_ = part_of(curl, handle, CURLUPART_URL, 0);
    if (target.url_.empty()) return bad_url(written, "it cannot be written down");
    return target;
}

}  // namespace byline::outbound
