// The order in which a build tells what it found.
// A pure function.
#pragma once

#include <string>

#include "result/diagnostic.hpp"

namespace byline::publish {

// By file and line, each fault once though many pages show it, with files named from the site's folder.
void tidy(Diagnostics& diagnostics, const std::string& site_folder);

}  // namespace byline::publish
