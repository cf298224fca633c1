// The functions and filters that templates get from the engine, beyond Jinja's own.
#pragma once

#include "templating/environment.hpp"

namespace byline::publish {

class Publication;

// Functions url_for, t, asset; filters date, rfc3339, markdown, absolute_url, number; global data. Renders must be
// given a PageHost. `publication` must outlive the environment.
void add_functions(templating::Environment& environment, const Publication& publication);

}  // namespace byline::publish
