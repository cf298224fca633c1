// What operators do with values, as in Python: arithmetic, joining, membership, items and slices.
// Pure. Errors have no place: the machine knows where it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"
#include "templating/environment.hpp"
#include "templating/syntax.hpp"
#include "templating/value.hpp"

namespace byline::templating {

[[nodiscard]] Failure fail_without_place(std::string message, std::string remedy);

[[nodiscard]] Result<Value> compute(Operation operation, const Value& left, const Value& right, const Limits& limits);
[[nodiscard]] Result<Value> negate(const Value& operand);
// ==, <, in ... of one pair.
[[nodiscard]] Result<bool> holds(Comparison comparison, const Value& left, const Value& right);
[[nodiscard]] Result<bool> contains(const Value& container, const Value& item);

// base[key]; undefined with its reason when there is none.
[[nodiscard]] Result<Value> item_of(const Value& base, const Value& key);
// base.name; undefined when there is none.
[[nodiscard]] Value attribute_of(const Value& base, std::string_view name);
// The reason for an undefined attribute, with the nearest right name.
[[nodiscard]] Value undefined_attribute(const Value& base, std::string_view name);
// base[start:stop:step]; each bound may be none.
[[nodiscard]] Result<Value> slice_of(const Value& base, const Value& start, const Value& stop, const Value& step);

// The items that a loop or a filter goes through: of a list, the keys of a map, the characters of a string, the items
// of a sequence. An error for what has none.
[[nodiscard]] Result<std::vector<Value>> items_of(const Value& value);

// Appends a value to text as ~ and join do: safe text joins safe text, and escapes what is not.
void append_joined(std::string& out, const Value& part, Escaping escaping);

// Python's printf: 'x %s' % value. Named (%(name)s) when `named` is a map.
[[nodiscard]] Result<Value> format_text(const Value& format, const std::vector<Value>& arguments, const Value& named,
                                        const Limits& limits);

// For errors.
[[nodiscard]] Error undefined_used(const Value& value);

}  // namespace byline::templating
