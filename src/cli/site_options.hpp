// What build, check and preview are told alike.
// A value.
#pragma once

#include <cstddef>
#include <string>

namespace byline::cli {

struct SiteOptions {
    std::string folder = ".";
    std::string base_url;     // instead of the configured one, when not empty
    std::size_t threads = 0;  // 0: one a core
};

}  // namespace byline::cli
