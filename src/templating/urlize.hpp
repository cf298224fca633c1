// Makes links of the web and mail addresses in escaped text.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::templating {

struct UrlizeOptions {
    std::int64_t trim_limit = -1;  // characters of an address that are shown; negative: all
    std::string rel;
    std::string target;
    std::vector<std::string> extra_schemes;
};

[[nodiscard]] std::string urlize(std::string_view escaped, const UrlizeOptions& options);

}  // namespace byline::templating
