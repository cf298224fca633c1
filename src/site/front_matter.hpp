// Front matter: the block of YAML (---) or TOML (+++) at the head of a content file.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "site/metadata.hpp"

namespace byline::site {

struct FrontMatterReading {
    Metadata metadata;
    std::size_t body_offset = 0;  // bytes to the first of the body
    std::uint32_t body_line = 1;  // its line, from 1
    Diagnostics diagnostics;      // all faults, each with place and remedy
};

// Reads the front matter at the head of `bytes` (a BOM is passed over); a file without one gives empty metadata.
// `path` is shown in messages. Keys are those of docs; an unknown key goes to `extra`; one that is a known key
// misspelt in case only is an error with the right spelling.
[[nodiscard]] FrontMatterReading read_front_matter(std::string_view bytes, std::string_view path,
                                                   const Configuration& configuration);

}  // namespace byline::site
