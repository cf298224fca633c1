// A Target is where one request goes: a URL that was taken apart by the same parser that will ask it, so that there are
// no two opinions on what its host is. A value; immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "loading/curl_functions.hpp"

namespace byline::outbound {

class Target {
  public:
    // Fails on anything but http and https, and on names and passwords in the URL.
    [[nodiscard]] static Result<Target> parse(const loading::CurlFunctions& curl, const std::string& url);
    // What `location` means at this target.
    [[nodiscard]] Result<Target> redirected_to(const loading::CurlFunctions& curl, std::string_view location) const;

    [[nodiscard]] bool is_https() const { return scheme_ == "https"; }
    [[nodiscard]] const std::string& url() const { return url_; }
    // In ASCII; an IPv6 address without its brackets.
    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    [[nodiscard]] static Result<Target> taken_from(const loading::CurlFunctions& curl, CURLU* handle,
                                                   std::string_view written);

    std::string url_;
    std::string scheme_;
    std::string host_;
    std::uint16_t port_ = 0;
};

}  // namespace byline::outbound
