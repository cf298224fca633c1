#include "templating/value.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include "templating/characters.hpp"
#include "templating/value_box.hpp"

namespace byline::templating {
namespace {

std::size_t combine(std::size_t seed, std::size_t hash) {
    return seed ^ (hash + 0x9e3779b97f4a7c15ULL + (seed << 6U) + (seed >> 2U));
}

std::partial_ordering compare_lists(const std::vector<Value>& left, const std::vector<Value>& right, bool& comparable) {
    const std::size_t shared = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < shared; ++i) {
        if (left[i] == right[i]) continue;
        const auto order = Value::compare(left[i], right[i]);
        comparable = order.has_value();
        return order.value_or(std::partial_ordering::unordered);
    }
    return left.size() <=> right.size();
}

}  // namespace

void Value::retain() const noexcept {
    payload_.box->references.fetch_add(1, std::memory_order_relaxed);
}

void Value::release() noexcept {
    if (payload_.box->references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete payload_.box;
}

Value Value::undefined(std::string message, std::string remedy) {
    Value value;
    value.payload_.box = new UndefinedBox(std::move(message), std::move(remedy));
    value.flags_ = owned_flag;
    return value;
}

Value Value::none() {
    Value value;
    value.kind_ = ValueKind::None;
    return value;
}

Value Value::boolean(bool given) {
    Value value;
    value.kind_ = ValueKind::Bool;
    value.payload_.integer = given ? 1 : 0;
    return value;
}

Value Value::integer(std::int64_t given) {
    Value value;
    value.kind_ = ValueKind::Int;
    value.payload_.integer = given;
    return value;
}

Value Value::number(double given) {
    Value value;
    value.kind_ = ValueKind::Float;
    value.payload_.number = given;
    return value;
}

Value Value::view(std::string_view text) {
    assert(text.size() <= std::numeric_limits<std::uint32_t>::max());
    Value value;
    value.kind_ = ValueKind::String;
    value.payload_.text = text.data();
    value.size_ = static_cast<std::uint32_t>(text.size());
    return value;
}

Value Value::string(std::string text) {
    Value value;
    value.payload_.box = new StringBox(std::move(text));
    value.kind_ = ValueKind::String;
    value.flags_ = owned_flag;
    return value;
}

Value Value::safe(text::SafeHtml html) {
    Value value = string(std::move(html).string());
    value.flags_ |= safe_flag;
    return value;
}

Value Value::safe_view(std::string_view html) {
    Value value = view(html);
    value.flags_ |= safe_flag;
    return value;
}

Value Value::list(std::vector<Value> items) {
    Value value;
    value.payload_.box = new ListBox(std::move(items));
    value.kind_ = ValueKind::List;
    value.flags_ = owned_flag;
    return value;
}

Value Value::tuple(std::vector<Value> items) {
    Value value = list(std::move(items));
    value.flags_ |= tuple_flag;
    return value;
}

Value Value::map(ValueMap entries) {
    Value value;
    value.payload_.box = new MapBox(std::move(entries));
    value.kind_ = ValueKind::Map;
    value.flags_ = owned_flag;
    return value;
}

Value Value::object(const Object* object) {
    assert(object != nullptr);
    Value value;
    value.payload_.object = object;
    value.kind_ = ValueKind::Object;
    return value;
}

Value Value::object(std::shared_ptr<const Object> object) {
    assert(object != nullptr);
    Value value;
    value.payload_.box = new ObjectBox(std::move(object));
    value.kind_ = ValueKind::Object;
    value.flags_ = owned_flag;
    return value;
}

Value Value::function(std::string name, Signature signature, HostFunction function) {
    Value value;
    value.payload_.box = new FunctionBox(std::move(name), std::move(signature), std::move(function));
    value.kind_ = ValueKind::Function;
    value.flags_ = owned_flag;
    return value;
}

bool Value::is_callable() const {
    return kind_ == ValueKind::Function || (kind_ == ValueKind::Object && as_object().is_callable());
}

bool Value::is_sequence() const {
    return kind_ == ValueKind::List || (kind_ == ValueKind::Object && as_object().is_sequence());
}

double Value::as_double() const {
    assert(is_number());
    return is_float() ? payload_.number : static_cast<double>(payload_.integer);
}

std::string_view Value::as_string_view() const {
    assert(is_string());
    if (is_owned()) return static_cast<const StringBox*>(payload_.box)->text;
    return {payload_.text, size_};
}

const std::vector<Value>& Value::as_list() const {
    assert(is_list());
    return static_cast<const ListBox*>(payload_.box)->items;
}

const ValueMap& Value::as_map() const {
    assert(is_map());
    return static_cast<const MapBox*>(payload_.box)->entries;
}

const Object& Value::as_object() const {
    assert(is_object());
    return is_owned() ? *static_cast<const ObjectBox*>(payload_.box)->object : *payload_.object;
}

const FunctionBox& Value::as_function() const {
    assert(kind_ == ValueKind::Function);
    return *static_cast<const FunctionBox*>(payload_.box);
}

const UndefinedBox* Value::undefined_reason() const {
    return is_undefined() && is_owned() ? static_cast<const UndefinedBox*>(payload_.box) : nullptr;
}

bool Value::truthy() const {
    switch (kind_) {
        case ValueKind::Undefined:
        case ValueKind::None: return false;
        case ValueKind::Bool:
        case ValueKind::Int: return payload_.integer != 0;
        case ValueKind::Float: return payload_.number != 0;
        case ValueKind::String: return !as_string_view().empty();
        case ValueKind::List: return !as_list().empty();
        case ValueKind::Map: return !as_map().empty();
        case ValueKind::Object: return as_object().truthy();
        case ValueKind::Function: return true;
    }
    return false;
}

std::string_view Value::type_name() const {
    switch (kind_) {
        case ValueKind::Undefined: return "undefined";
        case ValueKind::None: return "none";
        case ValueKind::Bool: return "boolean";
        case ValueKind::Int: return "integer";
        case ValueKind::Float: return "number";
        case ValueKind::String: return "string";
        case ValueKind::List: return is_tuple() ? "tuple" : "list";
        case ValueKind::Map: return "map";
        case ValueKind::Object: return as_object().type_name();
        case ValueKind::Function: return "function";
    }
    return "value";
}

std::optional<std::size_t> Value::size() const {
    switch (kind_) {
        case ValueKind::String: return count_characters(as_string_view());
        case ValueKind::List: return as_list().size();
        case ValueKind::Map: return as_map().size();
        case ValueKind::Object:
            if (as_object().is_sequence()) return as_object().size();
            return std::nullopt;
        default: return std::nullopt;
    }
}

Value Value::item(std::size_t index) const {
    switch (kind_) {
        case ValueKind::String: {
            const std::string_view text = as_string_view();
            const std::size_t offset = byte_offset(text, index);
            if (offset >= text.size()) return {};
            const std::string_view one = text.substr(offset, character_at(text, offset).bytes);
            return is_owned() ? string(std::string(one)) : view(one);
        }
        case ValueKind::List: return index < as_list().size() ? as_list()[index] : Value();
        case ValueKind::Map: return index < as_map().size() ? as_map().entries()[index].first : Value();
        case ValueKind::Object:
            return as_object().is_sequence() && index < as_object().size() ? as_object().at(index) : Value();
        default: return {};
    }
}

Value Value::attribute(std::string_view name) const {
    if (kind_ == ValueKind::Object) return as_object().get(name);
    if (kind_ != ValueKind::Map) return {};
    const Value* found = as_map().find(name);
    return found != nullptr ? *found : Value();
}

bool Value::equals(const Value& other, int depth) const {
    if (is_number() && other.is_number()) {
        if (is_float() || other.is_float()) return as_double() == other.as_double();
        return payload_.integer == other.payload_.integer;
    }
    if (kind_ != other.kind_ || depth > maximal_value_depth) return false;
    switch (kind_) {
        case ValueKind::String: return as_string_view() == other.as_string_view();
        case ValueKind::List: {
            if (is_tuple() != other.is_tuple()) return false;
            const auto& left = as_list();
            const auto& right = other.as_list();
            if (&left == &right) return true;
            if (left.size() != right.size()) return false;
            for (std::size_t i = 0; i < left.size(); ++i) {
                if (!left[i].equals(right[i], depth + 1)) return false;
            }
            return true;
        }
        case ValueKind::Map: {
            if (as_map().size() != other.as_map().size()) return false;
            for (const auto& [key, entry] : as_map()) {
                const Value* twin = other.as_map().find(key);
                if (twin == nullptr || !entry.equals(*twin, depth + 1)) return false;
            }
            return true;
        }
        case ValueKind::Object: return as_object().equals(other.as_object());
        case ValueKind::Function: return payload_.box == other.payload_.box;
        default: return true;
    }
}

std::optional<std::partial_ordering> Value::compare(const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) {
        if (left.is_float() || right.is_float()) return left.as_double() <=> right.as_double();
        return left.payload_.integer <=> right.payload_.integer;
    }
    if (left.kind_ != right.kind_) return std::nullopt;
    switch (left.kind_) {
        // Bytes of UTF-8 are in the order of the code points.
        case ValueKind::String: return left.as_string_view() <=> right.as_string_view();
        case ValueKind::List: {
            if (left.is_tuple() != right.is_tuple()) return std::nullopt;
            bool comparable = true;
            const auto order = compare_lists(left.as_list(), right.as_list(), comparable);
            if (!comparable) return std::nullopt;
            return order;
        }
        case ValueKind::Object: return left.as_object().compare(right.as_object());
        default: return std::nullopt;
    }
}

std::size_t Value::hash() const {
    switch (kind_) {
        case ValueKind::Bool:
        case ValueKind::Int: return std::hash<std::int64_t>{}(payload_.integer) * 0x9e3779b97f4a7c15ULL;
        case ValueKind::Float: {
            // Equal to the integer's hash where the values are equal.
            const double number = payload_.number;
            if (number >= -9.0e18 && number <= 9.0e18 && std::floor(number) == number) {
                return integer(static_cast<std::int64_t>(number)).hash();
            }
            return std::hash<double>{}(number);
        }
        case ValueKind::String: return std::hash<std::string_view>{}(as_string_view());
        case ValueKind::List: {
            std::size_t seed = as_list().size();
            for (const Value& item : as_list()) {
                // Lists inside lists only by their size: their depth is not bounded.
                seed = combine(seed, item.is_list() ? item.as_list().size() : item.hash());
            }
            return seed;
        }
        case ValueKind::Map: return as_map().size();
        default: return static_cast<std::size_t>(kind_);
    }
}

bool Value::is_same(const Value& other) const {
    if (kind_ != other.kind_) return false;
    switch (kind_) {
        case ValueKind::List: return &as_list() == &other.as_list();
        case ValueKind::Map: return &as_map() == &other.as_map();
        case ValueKind::Object: return &as_object() == &other.as_object();
        default: return *this == other;
    }
}

}  // namespace byline::templating
