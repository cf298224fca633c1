// What a plain scalar of YAML means.
// Pure functions; safe from any thread.
#pragma once

#include <string>

#include "site/data_node.hpp"

namespace byline::site {

// Sets kind and value of `node` by its text, which stands without quotes in the file.
void resolve_plain_scalar(DataNode& node);

}  // namespace byline::site
