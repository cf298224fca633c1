#include "highlighting/token_class.hpp"

#include <array>
#include <cstddef>

namespace byline::highlighting {
namespace {

constexpr std::array<TokenClassName, 22> names = {{
    {"none", ""},      {"comment", "c"},  {"keyword", "k"},  {"type", "t"},     {"function", "f"},  {"string", "s"},
    {"escape", "e"},   {"number", "n"},   {"operator", "o"}, {"constant", "l"}, {"attribute", "a"}, {"tag", "g"},
    {"property", "p"}, {"variable", "v"}, {"meta", "m"},     {"regex", "r"},    {"heading", "h"},   {"emphasis", "em"},
    {"strong", "st"},  {"link", "u"},     {"inserted", "i"}, {"deleted", "d"},
}};
static_assert(names.size() == static_cast<std::size_t>(TokenClass::Deleted) + 1);

}  // namespace

std::span<const TokenClassName> token_class_names() {
    return names;
}

std::optional<TokenClass> find_token_class(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].name == name) return static_cast<TokenClass>(i);
    }
    return std::nullopt;
}

std::string_view css_class(TokenClass token_class) {
    return names[static_cast<std::size_t>(token_class)].css_class;
}

}  // namespace byline::highlighting
