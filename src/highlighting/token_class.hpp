// A TokenClass says what a piece of code is to a reader; its short name is the CSS class that themes colour.
// Constant data and pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace byline::highlighting {

// docs/highlighting.md tells theme authors of each; the names are stable.
enum class TokenClass : std::uint8_t {
    None,  // shown as it is
    Comment,
    Keyword,
    Type,
    Function,
    String,
    Escape,
    Number,
    Operator,
    Constant,
    Attribute,
    Tag,
    Property,
    Variable,
    Meta,
    Regex,
    Heading,
    Emphasis,
    Strong,
    Link,
    Inserted,
    Deleted,
};

struct TokenClassName {
    std::string_view name;       // in definition files: "comment"
    std::string_view css_class;  // in pages: "c"; empty for none
};

// All of them, by number.
[[nodiscard]] std::span<const TokenClassName> token_class_names();

[[nodiscard]] std::optional<TokenClass> find_token_class(std::string_view name);

[[nodiscard]] std::string_view css_class(TokenClass token_class);

}  // namespace byline::highlighting
