// english_stem() takes an English word to its stem: Porter2, https://snowballstem.org/algorithms/english/stemmer.html.
// Pure. client/stem.js does the same in the browser; a test holds them against each other.
#pragma once

#include <string>
#include <string_view>

namespace byline::search {

// `word` consists of a to z and apostrophes; any other is given back as it is.
[[nodiscard]] std::string english_stem(std::string_view word);

}  // namespace byline::search
