#include "templating/engine_objects.hpp"

#include <algorithm>
#include <array>

#include "templating/call.hpp"
#include "templating/environment.hpp"

namespace byline::templating {

Value MacroObject::get(std::string_view name) const {
    if (name == "name") return Value::view(macro.name);
    if (name != "arguments") return {};
    std::vector<Value> names;
    for (const Parameter& parameter : macro.parameters) names.push_back(Value::view(parameter.name));
    return Value::tuple(std::move(names));
}

Result<Value> MacroObject::call(Call& call) const {
    return call.fail("a macro can be called by its own render only", "call it where it is defined");
}

std::optional<std::string> MacroObject::to_string() const {
    return "<Macro '" + std::string(macro.name) + "'>";
}

namespace {

constexpr std::array<std::string_view, 13> loop_names{"index",    "index0", "revindex", "revindex0", "first",
                                                      "last",     "length", "depth",    "depth0",    "previtem",
                                                      "nextitem", "cycle",  "changed"};

}  // namespace

std::span<const std::string_view> LoopObject::names() const {
    return loop_names;
}

Value LoopObject::get(std::string_view name) const {
    if (name == "index") return Value::integer(static_cast<std::int64_t>(index + 1));
    if (name == "first") return Value::boolean(index == 0);
    if (name == "last") return Value::boolean(index + 1 == length);
    if (name == "index0") return Value::integer(static_cast<std::int64_t>(index));
    if (name == "length") return Value::integer(static_cast<std::int64_t>(length));
    if (name == "revindex") return Value::integer(static_cast<std::int64_t>(length - index));
    if (name == "revindex0") return Value::integer(static_cast<std::int64_t>(length - index - 1));
    if (name == "depth") return Value::integer(static_cast<std::int64_t>(depth + 1));
    if (name == "depth0") return Value::integer(static_cast<std::int64_t>(depth));
    if (name == "previtem") {
        return index > 0
                   ? items.item(index - 1)
                   : Value::undefined("there is no previous item", "test 'loop.first' or 'loop.previtem is defined'");
    }
    if (name == "nextitem") {
        return index + 1 < length
                   ? items.item(index + 1)
                   : Value::undefined("there is no next item", "test 'loop.last' or 'loop.nextitem is defined'");
    }
    return {};
}

std::optional<std::string> LoopObject::to_string() const {
    return "<LoopContext " + std::to_string(index + 1) + "/" + std::to_string(length) + ">";
}

bool LoopObject::has_changed(std::span<const Value> values) const {
    if (was_checked_ && std::equal(values.begin(), values.end(), last_checked_.begin(), last_checked_.end()))
        return false;
    last_checked_.assign(values.begin(), values.end());
    was_checked_ = true;
    return true;
}

Value NamespaceObject::get(std::string_view name) const {
    const Value* found = attributes_.find(name);
    return found != nullptr ? *found : Value();
}

void NamespaceObject::set(std::string_view name, Value value) const {
    attributes_.set(name, std::move(value));
    names_.clear();
    for (const auto& [key, entry] : attributes_) names_.push_back(key.as_string_view());
}

void NamespaceObject::clear() const {
    names_.clear();
    const ValueMap cleared = std::exchange(attributes_, {});
}

std::optional<std::string> NamespaceObject::to_string() const {
    return "<Namespace>";
}

ModuleObject::ModuleObject(std::string given_name, std::vector<std::pair<std::string_view, Value>> exported)
    : Object(Role::Module), name(std::move(given_name)), exported_(std::move(exported)) {
    for (const auto& [key, value] : exported_) names_.push_back(key);
}

Value ModuleObject::get(std::string_view wanted) const {
    for (const auto& [key, value] : exported_) {
        if (key == wanted) return value;
    }
    return {};
}

std::shared_ptr<const Object> RangeObject::slice(std::int64_t start, std::int64_t stop, std::int64_t step) const {
    std::size_t size = 0;
    if (step > 0 ? start < stop : start > stop) {
        size = static_cast<std::size_t>((std::abs(stop - start) - 1) / std::abs(step)) + 1;
    }
    // The first and last number that a range may reach fit, but a step beyond may not: it is not taken.
    std::int64_t new_step = 0;
    if (__builtin_mul_overflow(step_, step, &new_step)) new_step = step_;
    return std::make_shared<RangeObject>(start_ + start * step_, start_ + stop * step_, new_step, size);
}

std::optional<std::string> RangeObject::to_string() const {
    std::string out = "range(" + std::to_string(start_) + ", " + std::to_string(stop_);
    if (step_ != 1) out += ", " + std::to_string(step_);
    return out + ")";
}

}  // namespace byline::templating
