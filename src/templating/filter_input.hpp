// What filters need of their inputs: text, items, and the attribute that an argument names.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "result/result.hpp"
#include "templating/call.hpp"
#include "templating/registry.hpp"
#include "templating/value.hpp"

namespace byline::templating {

void add_filter(Registry& registry, std::string name, Signature signature, HostFunction function);
void add_test(Registry& registry, std::string name, Signature signature, std::function<Result<bool>(Call&)> test);

// The text of any value, as printing gives it; a view where the value is a string.
class InputText {
  public:
    explicit InputText(const Value& value) {
        if (value.is_string()) {
            view_ = value.as_string_view();
        } else {
            storage_ = value.to_string();
            view_ = storage_;
        }
    }
    InputText(const InputText&) = delete;
    InputText& operator=(const InputText&) = delete;
    [[nodiscard]] std::string_view view() const { return view_; }

  private:
    std::string storage_;
    std::string_view view_;
};

// Text made of an input stays safe when the input was.
[[nodiscard]] Value text_like(const Value& input, std::string text);
[[nodiscard]] Value safe_text(std::string text);

// Lines as Python's splitlines() cuts them.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

// "author.name" or 0: how to reach a part of an item.
class AttributePath {
  public:
    // The item itself when `attribute` is none or undefined.
    [[nodiscard]] static Result<AttributePath> parse(const Value& attribute);
    [[nodiscard]] Result<Value> of(const Value& item) const;

  private:
    std::vector<Value> parts_;
};

enum class LetterCase { Matters, IsIgnored };
// For comparing: strings in lower case when case does not matter.
[[nodiscard]] Value comparison_key(const Value& value, LetterCase letter_case);

}  // namespace byline::templating
