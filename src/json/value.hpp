// A Value is what a JSON text (RFC 8259) says, without the library that read it.
// A value; immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::json {

enum class Kind : std::uint8_t { Null, Boolean, Integer, Number, String, Array, Object };

struct Member;

struct Value {
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0;  // of an Integer too
    std::string text;   // of a String, as UTF-8
    std::vector<Value> items;
    std::vector<Member> members;  // in the order of the text; of equal names the last one is kept

    // The member's value; null when there is none, or when this is no object.
    [[nodiscard]] const Value* find(std::string_view name) const;
    // The member's text; empty when there is none that is a string.
    [[nodiscard]] std::string_view text_of(std::string_view name) const;
};

struct Member {
    std::string name;
    Value value;
};

}  // namespace byline::json
