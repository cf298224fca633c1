// Filters, tests, functions: how arguments reach what is called.
#include <utility>

#include "templating/engine_objects.hpp"
#include "templating/machine.hpp"
#include "templating/methods.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"
#include "templating/value_box.hpp"

namespace byline::templating {
namespace {

std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

Failure unknown_argument(std::string_view callee, std::string_view name, const Signature& signature) {
    const std::vector<std::string_view> names(signature.names.begin(), signature.names.end());
    return fail_without_place("'" + std::string(callee) + "' has no argument '" + std::string(name) + "'",
                              names.empty() ? "it takes none" : suggestion(name, names));
}

// Named and missing arguments in the signature's order; what it does not name goes to `more` and `more_named`.
Result<void> bind(std::string_view callee, const Signature& signature, std::span<const Value> positional,
                  std::span<const NamedValue> named, std::vector<Value>& bound, std::vector<NamedValue>& more_named) {
    bound.assign(positional.begin(), positional.begin() + std::min(positional.size(), signature.names.size()));
    const std::size_t given = bound.size();
    bound.resize(signature.names.size());
    for (const auto& [name, value] : named) {
        std::size_t index = 0;
        while (index < signature.names.size() && signature.names[index] != name) ++index;
        if (index == signature.names.size()) {
            if (!signature.takes_named) return unknown_argument(callee, name, signature);
            more_named.emplace_back(name, value);
        } else if (index < given) {
            return fail_without_place(
                "'" + std::string(callee) + "' got the argument '" + std::string(name) + "' twice",
                "give it once, by position or by name");
        } else {
            bound[index] = value;
        }
    }
    return {};
}

}  // namespace

Result<Value> Machine::bind_and_call(std::string_view name, const Signature& signature, const HostFunction& function,
                                     const Value& input, std::span<const Value> positional,
                                     std::span<const NamedValue> named) {
    if (!signature.takes_undefined) {
        if (input.is_undefined() && input.undefined_reason() != nullptr) return byline::fail(undefined_used(input));
        for (const Value& value : positional) {
            if (value.is_undefined()) return byline::fail(undefined_used(value));
        }
        for (const auto& [key, value] : named) {
            if (value.is_undefined()) return byline::fail(undefined_used(value));
        }
    }
    const std::size_t named_count = signature.names.size();
    if (positional.size() > named_count && !signature.takes_more) {
        return fail_without_place("'" + std::string(name) + "' takes " + counted(named_count, "argument") + ", got " +
                                      std::to_string(positional.size()),
                                  "remove what is too many");
    }
    std::vector<Value> bound;
    std::vector<NamedValue> more_named;
    std::span<const Value> arguments = positional.subspan(0, std::min(positional.size(), named_count));
    if (!named.empty()) {
        CHECK(bind(name, signature, positional, named, bound, more_named));
        arguments = bound;
    }
    for (std::size_t i = 0; i < signature.required; ++i) {
        if (i < arguments.size() && (!arguments[i].is_undefined() || arguments[i].undefined_reason() != nullptr))
            continue;
        return fail_without_place("'" + std::string(name) + "' needs the argument '" + signature.names[i] + "'",
                                  "write " + std::string(name) + "(" + signature.names[i] + "=...)");
    }
    const auto more = positional.size() > named_count ? positional.subspan(named_count) : std::span<const Value>();
    Call call(*this, name, input, arguments, more, more_named);
    return function(call);
}

Result<Value> Machine::call_filter(const RegisteredFilter& filter, const Value& input,
                                   std::span<const Value> positional, std::span<const NamedValue> named) {
    if (input.is_undefined() && !filter.signature.takes_undefined) return byline::fail(undefined_used(input));
    return bind_and_call(filter.name, filter.signature, filter.function, input, positional, named);
}

Result<bool> Machine::call_test(const RegisteredTest& test, const Value& input, std::span<const Value> positional,
                                std::span<const NamedValue> named) {
    if (input.is_undefined() && !test.signature.takes_undefined) return byline::fail(undefined_used(input));
    const HostFunction as_function = [&test](Call& call) -> Result<Value> {
        TRY(const bool passed, test.test(call));
        return Value::boolean(passed);
    };
    TRY(const Value passed, bind_and_call(test.name, test.signature, as_function, input, positional, named));
    return passed.as_bool();
}

Result<Value> Machine::call_value(const Value& callee, std::span<const Value> positional,
                                  std::span<const NamedValue> named) {
    const Frame& frame = *current_frame_;
    const std::uint32_t offset = current_offset_;
    if (callee.is_object() && callee.as_object().role() == Object::Role::Macro) {
        std::string text;
        std::string* const outer = std::exchange(out_, &text);
        const bool was_muted = std::exchange(is_muted_, false);
        const bool ran = run_macro(callee, positional, named, nullptr, frame, offset);
        out_ = outer;
        is_muted_ = was_muted;
        current_frame_ = &frame;
        current_offset_ = offset;
        if (!ran) return byline::fail(take_error());
        return captured_text(std::move(text));
    }
    if (callee.kind() == ValueKind::Function) {
        const FunctionBox& function = callee.as_function();
        return bind_and_call(function.name, function.signature, function.function, {}, positional, named);
    }
    if (callee.is_object() && callee.as_object().is_callable()) {
        const Value none;
        Call call(*this, callee.type_name(), none, positional, {}, named);
        return callee.as_object().call(call);
    }
    if (callee.is_undefined()) return byline::fail(undefined_used(callee));
    return fail_without_place(std::string(callee.type_name()) + " cannot be called", "remove the parentheses");
}

bool Machine::evaluate_arguments(const ArgumentList& list, const Frame& frame, std::uint32_t offset,
                                 ArgumentBuffer& buffer) {
    for (const auto& node : list.positional) {
        Value value;
        if (!evaluate(*node, frame, value)) return false;
        buffer.add(std::move(value));
    }
    if (!list.named.empty()) buffer.named.reserve(list.named.size());
    for (const auto& [name, node] : list.named) {
        Value value;
        if (!evaluate(*node, frame, value)) return false;
        buffer.named.emplace_back(name, std::move(value));
    }
    if (list.rest != nullptr) {
        Value rest;
        if (!evaluate(*list.rest, frame, rest)) return false;
        auto items = items_of(rest);
        if (!items) return fail(frame, list.rest->offset, std::move(items).error());
        for (Value& item : *items) buffer.add(std::move(item));
    }
    if (list.named_rest == nullptr) return true;
    Value rest;
    if (!evaluate(*list.named_rest, frame, rest)) return false;
    if (rest.is_undefined()) return fail(frame, list.named_rest->offset, undefined_used(rest));
    if (!rest.is_map())
        return fail(frame, list.named_rest->offset, "'**' needs a map, this is " + std::string(rest.type_name()),
                    "write '**{...}'");
    for (const auto& [key, value] : rest.as_map()) {
        if (!key.is_string())
            return fail(frame, list.named_rest->offset, "an argument's name must be a string", "use strings as keys");
        for (const auto& [name, other] : buffer.named) {
            if (name == key.as_string_view())
                return fail(frame, offset, "the argument '" + std::string(name) + "' is given twice", "remove one");
        }
        buffer.kept.push_back(key);
        buffer.named.emplace_back(key.as_string_view(), value);
    }
    return true;
}

bool Machine::evaluate_filter(const FilterExpression& node, const Frame& frame, Value& result) {
    Value input;
    if (node.input == nullptr) {
        input = *block_input_;
    } else if (!evaluate(*node.input, frame, input)) {
        return false;
    }
    ArgumentBuffer arguments;
    if (!evaluate_arguments(node.arguments, frame, node.offset, arguments)) return false;
    current_frame_ = &frame;
    current_offset_ = node.offset;
    return take(call_filter(*node.filter, input, arguments.positional(), arguments.named), frame, node.offset, result);
}

bool Machine::evaluate_test(const TestExpression& node, const Frame& frame, Value& result) {
    Value input;
    ArgumentBuffer arguments;
    if (!evaluate(*node.input, frame, input) || !evaluate_arguments(node.arguments, frame, node.offset, arguments))
        return false;
    current_frame_ = &frame;
    current_offset_ = node.offset;
    auto passed = call_test(*node.test, input, arguments.positional(), arguments.named);
    if (!passed) return fail(frame, node.offset, std::move(passed).error());
    result = Value::boolean(*passed != node.is_negated);
    return true;
}

bool Machine::evaluate_call(const CallExpression& node, const Frame& frame, Value& result) {
    std::string text;
    std::string* const outer = std::exchange(out_, &text);
    const bool was_muted = std::exchange(is_muted_, false);
    bool handled = false;
    const bool called = call_or_write(node, frame, nullptr, result, handled);
    out_ = outer;
    is_muted_ = was_muted;
    if (called && handled) result = captured_text(std::move(text));
    return called;
}

bool Machine::call_or_write(const CallExpression& node, const Frame& frame, const Value* caller, Value& result,
                            bool& handled) {
    handled = true;
    if (node.callee_kind == CalleeKind::Super) return run_super(node, frame);
    if (node.callee_kind == CalleeKind::SelfBlock) return run_self_block(node, frame);
    Value callee;
    Value base;
    const Method* method = nullptr;
    if (node.callee->kind == ExpressionKind::Attribute) {
        const auto& attribute_node = static_cast<const AttributeExpression&>(*node.callee);
        if (!evaluate(*attribute_node.base, frame, base)) return false;
        method = find_method(base, attribute_node.name);
        if (method == nullptr && !attribute(base, attribute_node, frame, callee)) return false;
    } else if (!evaluate(*node.callee, frame, callee)) {
        return false;
    }
    ArgumentBuffer arguments;
    if (!evaluate_arguments(node.arguments, frame, node.offset, arguments)) return false;
    if (method == nullptr && callee.is_object()) {
        const Object& object = callee.as_object();
        if (object.role() == Object::Role::Macro) {
            return run_macro(callee, arguments.positional(), arguments.named, caller, frame, node.offset);
        }
        if (object.role() == Object::Role::Loop)
            return recurse(static_cast<const LoopObject&>(object), arguments, frame, node.offset);
    }
    handled = false;
    current_frame_ = &frame;
    current_offset_ = node.offset;
    if (caller != nullptr) arguments.named.emplace_back("caller", *caller);
    if (method != nullptr) {
        return take(bind_and_call(method->name, method->signature, method->function, base, arguments.positional(),
                                  arguments.named),
                    frame, node.offset, result);
    }
    return take(call_value(callee, arguments.positional(), arguments.named), frame, node.offset, result);
}

}  // namespace byline::templating
