// The methods of strings, lists and maps that templates may call as in Python: map.items(), text.split(",").
// Immutable tables.
#pragma once

#include <string_view>

#include "result/result.hpp"
#include "templating/call.hpp"
#include "templating/value.hpp"

namespace byline::templating {

struct Method {
    std::string_view name;
    Signature signature;
    Result<Value> (*function)(Call&);
};

// Null when values of this kind have no such method. The method's input is the value.
[[nodiscard]] const Method* find_method(const Value& value, std::string_view name);

}  // namespace byline::templating
