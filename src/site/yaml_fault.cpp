#include "site/yaml_fault.hpp"

#include <array>

namespace byline::site {
namespace {

struct Explanation {
    std::string_view problem;
    YamlFault fault;
};

constexpr std::string_view quote_remedy = "put the value in quotes: title: \"Rust: a tour\"";
constexpr std::string_view indent_remedy = "indent keys of one map alike, by spaces";

constexpr std::array<Explanation, 16> explanations{{
    {"mapping values are not allowed in this context",
     {"a second ': ' stands on one line, or a line is indented too far", quote_remedy}},
    {"found character that cannot start any token",
     {"a value cannot begin with this character", "put the value in quotes; indent by spaces, not by tabs"}},
    {"found a tab character that violates indentation", {"a line is indented by a tab", "indent by spaces"}},
    {"found a tab character where an indentation space is expected",
     {"a line is indented by a tab", "indent by spaces"}},
    {"did not find expected key", {"a key is expected here", indent_remedy}},
    {"could not find expected ':'", {"a key without a colon", "write 'key: value' on each line"}},
    {"found unexpected end of stream", {"a quote is not closed", "close the quote"}},
    {"did not find expected ',' or ']'", {"a list is not closed", "separate items by commas and close the list by ]"}},
    {"did not find expected ',' or '}'", {"a map is not closed", "separate entries by commas and close the map by }"}},
    {"did not find expected '-' indicator", {"an item of a list is expected here", "begin each item with '- '"}},
    {"block sequence entries are not allowed in this context",
     {"a list cannot begin on this line", "begin it on the line below its key"}},
    {"did not find expected alphabetic or numeric character",
     {"* and & begin a reference in YAML", "put the value in quotes"}},
    {"found unknown escape character",
     {"a backslash in double quotes begins an escape", "use single quotes, or write the backslash twice"}},
    {"control characters are not allowed", {"a control character", "remove the invisible character"}},
    {"found undefined tag handle", {"! begins a tag in YAML", "put the value in quotes"}},
    {"did not find expected <document start>", {"text after the end of the document", indent_remedy}},
}};

}  // namespace

YamlFault explain_yaml_problem(std::string_view problem) {
    for (const Explanation& explanation : explanations) {
        if (problem == explanation.problem) return explanation.fault;
    }
    return {problem, "see the line above it too: what is open there may not be closed"};
}

}  // namespace byline::site
