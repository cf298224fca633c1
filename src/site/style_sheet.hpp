// The style sheet of a theme as it is served: the theme's own, the site's variables, and the site's custom.css, in one
// file without comments and idle blanks.
// Pure functions, safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "result/diagnostic.hpp"
#include "templating/value.hpp"

namespace byline::site {

// The same rules in fewer bytes: comments go, runs of white space become one blank, and those beside `{ } ; , >` and
// behind
// `:` none. What stands in quotes, and in url() without them, is left alone.
[[nodiscard]] std::string compact_css(std::string_view css);

// ":root{--column:36rem}" of the map {column: "36rem"}; empty when there is none. Values are texts or numbers; a name
// or value that could end the rule is an error in `diagnostics`, as the setting `variables` of `place`.
[[nodiscard]] std::string variables_css(const templating::Value& variables, const Place& place,
                                        Diagnostics& diagnostics);

}  // namespace byline::site
