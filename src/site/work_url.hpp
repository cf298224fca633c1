// Where a work stands on the site: permalink patterns filled in, language prefixes, overrides checked.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "result/result.hpp"
#include "site/configuration.hpp"
#include "site/work.hpp"

namespace byline::site {

// "" for the default language, "/zh" for another.
[[nodiscard]] std::string language_prefix(std::string_view language, const Configuration& configuration);

// The URL path of a work whose kind, language, date and slug are set: begins with a slash, ends with one unless the
// last segment names a file (.html). An error, with the place of the key that caused it, when it would leave the
// output folder.
[[nodiscard]] Result<std::string> url_path_of(const Work& work, const Configuration& configuration,
                                              std::string_view file);

// "/articles/dns/" becomes "articles/dns/index.html", "/feed.xml" stays "feed.xml".
[[nodiscard]] std::string output_path_of(std::string_view url_path);

// "/a/b/", "a/b" and "/a/b" all become "/a/b/"; "/a/b.html" and "/feed.xml" keep their end.
[[nodiscard]] std::string normal_url_path(std::string_view path);

}  // namespace byline::site
