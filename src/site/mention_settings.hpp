// MentionSettings is the table [mentions] of byline.toml: which webmentions go in and out.
// A value; the functions are pure.
#pragma once

#include <string_view>

#include "result/diagnostic.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

struct MentionSettings {
    bool receives = true;  // where comments are taken
    bool sends = false;    // `byline serve` tells other sites of links to them in a new build
};

// Faults go to the reader.
[[nodiscard]] MentionSettings read_mention_settings(const DataEntry& entry, DataReader& reader);

// The table of a whole byline.toml; the defaults when there is none. Faults of other tables are nobody's here.
[[nodiscard]] MentionSettings read_mention_settings(std::string_view bytes, std::string_view path,
                                                    Diagnostics& diagnostics);

}  // namespace byline::site
