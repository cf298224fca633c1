// A Token is a piece of a template: text that is copied out, or a part of a tag.
// A value; views point into the template's source, decoded strings are owned.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace byline::templating {

enum class TokenKind : std::uint8_t {
    Data,
    VariableBegin,  // {{
    VariableEnd,
    BlockBegin,  // {%
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,  // text says which
    EndOfFile,
};

struct Token {
    TokenKind kind = TokenKind::EndOfFile;
    std::uint32_t offset = 0;  // in the source, in bytes
    std::string_view text;
    std::string decoded;  // of a String: its value
    std::int64_t integer = 0;
    double number = 0;

    [[nodiscard]] bool is(TokenKind wanted) const { return kind == wanted; }
    [[nodiscard]] bool is_name(std::string_view wanted) const { return kind == TokenKind::Name && text == wanted; }
    [[nodiscard]] bool is_operator(std::string_view wanted) const {
        return kind == TokenKind::Operator && text == wanted;
    }
};

}  // namespace byline::templating
