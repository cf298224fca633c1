#include "templating/call.hpp"

#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"

namespace byline::templating {
namespace {

const Value not_given;

Failure wrong_argument(const Call& call, std::string_view name, std::string_view needed, const Value& value) {
    return call.fail("the argument '" + std::string(name) + "' of '" + std::string(call.callee()) + "' must be " +
                         std::string(needed) + ", this is " + std::string(value.type_name()),
                     "pass " + std::string(needed));
}

template <typename Map>
Failure unknown(const Call& call, std::string_view what, const Map& map, std::string_view name) {
    std::vector<std::string_view> names;
    names.reserve(map.size());
    for (const auto& [key, value] : map) names.push_back(key);
    return call.fail("unknown " + std::string(what) + " '" + std::string(name) + "'", suggestion(name, names));
}

}  // namespace

Signature::Signature(std::initializer_list<std::string_view> given) {
    for (const std::string_view name : given) {
        if (name == "*") {
            takes_more = true;
        } else if (name == "**") {
            takes_named = true;
        } else if (name == "?") {
            takes_undefined = true;
        } else if (name.ends_with('!')) {
            names.emplace_back(name.substr(0, name.size() - 1));
            required = names.size();
        } else {
            names.emplace_back(name);
        }
    }
}

const Value& Call::argument(std::size_t index) const {
    return index < arguments_.size() ? arguments_[index] : not_given;
}

Result<std::string> Call::string_argument(std::size_t index, std::string_view name, std::string_view fallback) const {
    const Value& value = argument(index);
    if (value.is_undefined()) return std::string(fallback);
    if (!value.is_string()) return wrong_argument(*this, name, "a string", value);
    return std::string(value.as_string_view());
}

Result<std::int64_t> Call::int_argument(std::size_t index, std::string_view name, std::int64_t fallback) const {
    const Value& value = argument(index);
    if (value.is_undefined()) return fallback;
    if (!value.is_integral()) return wrong_argument(*this, name, "an integer", value);
    return value.as_int();
}

Result<bool> Call::bool_argument(std::size_t index, std::string_view, bool fallback) const {
    const Value& value = argument(index);
    return value.is_undefined() ? fallback : value.truthy();
}

Host* Call::host() const {
    return machine_.host();
}

bool Call::autoescape() const {
    return machine_.autoescape();
}

Failure Call::fail(std::string message, std::string remedy) const {
    return fail_without_place(std::move(message), std::move(remedy));
}

Failure Call::wrong_input(std::string_view needed) const {
    return fail(
        "'" + std::string(callee_) + "' needs " + std::string(needed) + ", this is " + std::string(input_.type_name()),
        "convert it first, or use another filter");
}

Failure Call::undefined_error(const Value& value) const {
    return byline::fail(undefined_used(value));
}

Result<Value> Call::invoke(const Value& callable, std::span<const Value> arguments) {
    return machine_.call_value(callable, arguments, {});
}

Result<Value> Call::apply_filter(std::string_view name, const Value& input, std::span<const Value> arguments,
                                 std::span<const NamedValue> named) {
    const auto& filters = machine_.registry().filters;
    const auto found = filters.find(name);
    if (found == filters.end()) return unknown(*this, "filter", filters, name);
    return machine_.call_filter(found->second, input, arguments, named);
}

Result<bool> Call::apply_test(std::string_view name, const Value& input, std::span<const Value> arguments,
                              std::span<const NamedValue> named) {
    const auto& tests = machine_.registry().tests;
    const auto found = tests.find(name);
    if (found == tests.end()) return unknown(*this, "test", tests, name);
    return machine_.call_test(found->second, input, arguments, named);
}

}  // namespace byline::templating
