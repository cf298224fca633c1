#include <utility>

#include "templating/engine_objects.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"

namespace byline::templating {
namespace {

std::string shown_name(const Macro& macro) {
    return "'" + std::string(macro.name) + "'";
}

// An undefined value as it is stored: with a reason, which tells it from an empty slot.
Value parameter_value(const Parameter& parameter, const Value& value) {
    if (!value.is_undefined() || value.undefined_reason() != nullptr) return value;
    return Value::undefined("'" + std::string(parameter.name) + "' is undefined", "give the macro a value for it");
}

Error unknown_parameter(const Macro& macro, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : macro.parameters) names.push_back(parameter.name);
    return content_error("macro " + shown_name(macro) + " has no parameter '" + std::string(name) + "'",
                         suggestion(name, names), {});
}

}  // namespace

Value Machine::make_macro(const Macro& macro, const Frame& frame) {
    for (Layer* layer = frame.layer; layer != nullptr && !layer->is_captured; layer = layer->parent)
        layer->is_captured = true;
    auto object = std::make_shared<MacroObject>(macro, *frame.source, *frame.layer, escaping_);
    object->captured.resize(macro.captured.size());
    for (std::size_t i = 0; i < macro.captured.size(); ++i) {
        for (const SlotIndex index : macro.captured[i].source->slots) {
            const Value& value = slot(frame, index);
            if (value.is_undefined() && value.undefined_reason() == nullptr) continue;
            object->captured[i] = value;
            break;
        }
    }
    return Value::object(std::shared_ptr<const Object>(std::move(object)));
}

bool Machine::run_macro_statement(const MacroStatement& statement, const Frame& frame) {
    store(statement.target, make_macro(*statement.macro, frame), frame);
    return true;
}

bool Machine::run_call_block(const CallBlockStatement& statement, const Frame& frame) {
    const Value caller = make_macro(*statement.caller, frame);
    const auto& call = static_cast<const CallExpression&>(*statement.call);
    Value result;
    bool handled = false;
    if (!call_or_write(call, frame, &caller, result, handled)) return false;
    return handled ? check_output(frame, statement.offset) : emit(result, frame, statement.offset);
}

bool Machine::run_macro(const Value& callee, std::span<const Value> positional, std::span<const NamedValue> named,
                        const Value* caller, const Frame& frame, std::uint32_t offset) {
    const auto& object = static_cast<const MacroObject&>(callee.as_object());
    const Macro& macro = object.macro;
    if (!enter(frame, offset, macro.unit.nesting)) return false;
    Frame inner;
    inner.base = stack_.size();
    inner.layer = &object.layer;
    inner.source = &object.source;
    inner.inheritance = frame.inheritance;
    stack_.resize(inner.base + macro.unit.slot_count);
    const Escaping outer = std::exchange(escaping_, object.escaping);
    for (std::size_t i = 0; i < macro.captured.size(); ++i) {
        const Visible& visible = macro.captured[i];
        // A macro that is not at the top level knows itself, though it was not there yet when it was made.
        const bool is_itself = object.captured[i].is_undefined() && visible.source->name == macro.name;
        slot(inner, visible.slot) = is_itself ? callee : object.captured[i];
    }
    bool ran = bind_parameters(object, positional, named, caller, inner, frame, offset);
    if (ran) {
        ran = run_statements(macro.unit.body, inner);
        if (!ran) add_note(frame, offset, "in macro " + shown_name(macro) + " called here");
    }
    stack_.resize(inner.base);
    escaping_ = outer;
    leave(macro.unit.nesting);
    return ran;
}

bool Machine::bind_parameters(const MacroObject& object, std::span<const Value> positional,
                              std::span<const NamedValue> named, const Value* caller, const Frame& frame,
                              const Frame& caller_frame, std::uint32_t offset) {
    const Macro& macro = object.macro;
    const std::size_t count = macro.parameters.size();
    std::vector<bool> is_given(count);
    const auto give = [&](std::size_t index, const Value& value) {
        is_given[index] = true;
        slot(frame, static_cast<SlotIndex>(index)) = parameter_value(macro.parameters[index], value);
    };
    for (std::size_t i = 0; i < positional.size() && i < count; ++i) give(i, positional[i]);
    if (positional.size() > count && !macro.uses_varargs) {
        return fail(caller_frame, offset,
                    "macro " + shown_name(macro) + " takes " + std::to_string(count) + " arguments, got " +
                        std::to_string(positional.size()),
                    "remove what is too many");
    }
    std::vector<NamedValue> all_named(named.begin(), named.end());
    if (caller != nullptr) all_named.emplace_back("caller", *caller);
    ValueMap more_named;
    bool has_caller = false;
    for (const auto& [name, value] : all_named) {
        std::size_t index = 0;
        while (index < count && macro.parameters[index].name != name) ++index;
        if (index < count) {
            if (is_given[index]) {
                return fail(caller_frame, offset,
                            "macro " + shown_name(macro) + " got '" + std::string(name) + "' twice",
                            "give it once, by position or by name");
            }
            give(index, value);
        } else if (name == "caller" && macro.uses_caller) {
            slot(frame, macro.caller_slot) = value;
            has_caller = true;
        } else if (name == "caller") {
            return fail(caller_frame, offset, "macro " + shown_name(macro) + " does not use 'caller()'",
                        "call it with '{{ ... }}' instead of a call block");
        } else if (macro.uses_kwargs) {
            more_named.set(name, value);
        } else {
            return fail(caller_frame, offset, unknown_parameter(macro, name));
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (is_given[i]) continue;
        const Parameter& parameter = macro.parameters[i];
        Value value = Value::undefined(
            "the parameter '" + std::string(parameter.name) + "' of macro " + shown_name(macro) + " was not given",
            "pass it, or give it a default");
        if (parameter.fallback != nullptr && !evaluate(*parameter.fallback, frame, value)) return false;
        give(i, value);
    }
    if (macro.uses_varargs) {
        std::vector<Value> more;
        if (positional.size() > count)
            more.assign(positional.begin() + static_cast<std::ptrdiff_t>(count), positional.end());
        slot(frame, macro.varargs_slot) = Value::tuple(std::move(more));
    }
    if (macro.uses_kwargs) slot(frame, macro.kwargs_slot) = Value::map(std::move(more_named));
    if (macro.uses_caller && !has_caller) {
        slot(frame, macro.caller_slot) =
            Value::undefined("macro " + shown_name(macro) + " was not called by a call block, so there is no caller()",
                             "use '{% call ... %}', or test 'caller is defined'");
    }
    return true;
}

}  // namespace byline::templating
