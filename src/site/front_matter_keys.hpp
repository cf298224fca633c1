// What each key of front matter means.
// Pure functions; safe from any thread.
#pragma once

#include "site/configuration.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"
#include "site/metadata.hpp"

namespace byline::site {

// Reads the map `root` into `metadata`; faults go to `reader`.
void read_front_matter_keys(const DataNode& root, const Configuration& configuration, DataReader& reader,
                            Metadata& metadata);

}  // namespace byline::site
