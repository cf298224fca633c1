// A Parameter is a named value handed to a statement: nothing, a whole number or text. Both stores have these three,
// and no other kind is kept: times are milliseconds since 1970, yes and no are 1 and 0, bytes are written as text.
// Values; a Parameter borrows the text that it was made of, which must live until the statement has run.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace byline::database {

class Parameter {
  public:
    using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

    // Implicit on purpose, so that a call reads {"name", value}.
    template <std::integral Number>
    Parameter(std::string_view name, Number number) : name_(name), value_(static_cast<std::int64_t>(number)) {}
    Parameter(std::string_view name, std::string_view text) : name_(name), value_(text) {}
    Parameter(std::string_view name, const std::string& text) : name_(name), value_(std::string_view(text)) {}
    Parameter(std::string_view name, const char* text) : name_(name), value_(std::string_view(text)) {}
    Parameter(std::string_view name, std::nullopt_t) : name_(name) {}
    template <typename T>
    Parameter(std::string_view name, const std::optional<T>& value) : name_(name) {
        if (value) *this = Parameter(name, *value);
    }

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] const Value& value() const { return value_; }

  private:
    std::string_view name_;
    Value value_;
};

using Parameters = std::initializer_list<Parameter>;

}  // namespace byline::database
