// What each table and key of byline.toml means.
// Pure functions; safe from any thread.
#pragma once

#include "site/configuration.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

// Reads the document `root` into `configuration` and fills in what is there without being written: the default
// language, the taxonomy of tags. Faults go to `reader`.
void read_configuration_tables(const DataNode& root, DataReader& reader, Configuration& configuration);

}  // namespace byline::site
