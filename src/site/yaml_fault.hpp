// What libyaml finds wrong, in words for the writer.
// Pure functions; safe from any thread.
#pragma once

#include <string_view>

namespace byline::site {

struct YamlFault {
    std::string_view message;  // "bad YAML: …" goes before it
    std::string_view remedy;
};

// `problem` is libyaml's own sentence.
[[nodiscard]] YamlFault explain_yaml_problem(std::string_view problem);

}  // namespace byline::site
