// How parts of values are reached: attributes, items, slices, iteration.
#include <algorithm>
#include <limits>

#include "templating/characters.hpp"
#include "templating/engine_objects.hpp"
#include "templating/object.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

struct SliceBounds {
    std::int64_t start;
    std::int64_t stop;
    std::int64_t step;
};

// Python's slice.indices().
Result<SliceBounds> slice_bounds(std::size_t size, const Value& start, const Value& stop, const Value& step) {
    for (const Value* bound : {&start, &stop, &step}) {
        if (bound->is_undefined()) return fail(undefined_used(*bound));
        if (!bound->is_none() && !bound->is_integral()) {
            return fail_without_place("the bound of a slice is " + std::string(bound->type_name()),
                                      "it must be an integer");
        }
    }
    const auto length = static_cast<std::int64_t>(size);
    SliceBounds bounds{0, 0, step.is_none() ? 1 : step.as_int()};
    if (bounds.step == 0) return fail_without_place("the step of a slice is zero", "use 1 or -1");
    bounds.step = std::max(bounds.step, -std::numeric_limits<std::int64_t>::max());
    const std::int64_t lowest = bounds.step < 0 ? -1 : 0;
    const std::int64_t highest = bounds.step < 0 ? length - 1 : length;
    const auto clamp = [&](const Value& bound, std::int64_t fallback) {
        if (bound.is_none()) return fallback;
        const std::int64_t given = bound.as_int() < 0 ? bound.as_int() + length : bound.as_int();
        return std::clamp(given, lowest, std::max(lowest, highest));
    };
    bounds.start = clamp(start, bounds.step < 0 ? highest : lowest);
    bounds.stop = clamp(stop, bounds.step < 0 ? lowest : highest);
    return bounds;
}

template <typename Visit>
void visit_slice(const SliceBounds& bounds, const Visit& visit) {
    std::int64_t i = bounds.start;
    while (bounds.step > 0 ? i < bounds.stop : i > bounds.stop) {
        visit(static_cast<std::size_t>(i));
        if (__builtin_add_overflow(i, bounds.step, &i)) return;
    }
}

Value same_kind_of_string(const Value& like, std::string text) {
    return like.is_safe() ? Value::safe(text::SafeHtml::vouch(std::move(text))) : Value::string(std::move(text));
}

Result<Value> slice_string(const Value& base, const Value& start, const Value& stop, const Value& step) {
    const std::string_view text = base.as_string_view();
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < text.size(); i += character_at(text, i).bytes) offsets.push_back(i);
    const std::size_t size = offsets.size();
    offsets.push_back(text.size());
    TRY(const SliceBounds bounds, slice_bounds(size, start, stop, step));
    if (bounds.step == 1) {
        const auto first = static_cast<std::size_t>(bounds.start);
        const std::size_t last = std::max(first, static_cast<std::size_t>(bounds.stop));
        return same_kind_of_string(base, std::string(text.substr(offsets[first], offsets[last] - offsets[first])));
    }
    std::string out;
    visit_slice(bounds, [&](std::size_t i) { out += text.substr(offsets[i], offsets[i + 1] - offsets[i]); });
    return same_kind_of_string(base, std::move(out));
}

// The position that an index from either end means; nullopt when it is beyond an end.
std::optional<std::size_t> position_of(std::int64_t index, std::size_t size) {
    const auto length = static_cast<std::int64_t>(size);
    if (index < 0) index += length;
    if (index < 0 || index >= length) return std::nullopt;
    return static_cast<std::size_t>(index);
}

Value undefined_index(const Value& base, std::int64_t index, std::size_t size) {
    return Value::undefined("index " + std::to_string(index) + " is beyond the end of a " +
                                std::string(base.type_name()) + " of " + std::to_string(size),
                            "test its length first, or give a default: 'x | default(y)'");
}

}  // namespace

Value attribute_of(const Value& base, std::string_view name) {
    if (base.is_map() || base.is_object()) return base.attribute(name);
    return {};
}

Value undefined_attribute(const Value& base, std::string_view name) {
    std::vector<std::string_view> names;
    if (base.is_map()) {
        for (const auto& [key, value] : base.as_map()) {
            if (key.is_string()) names.push_back(key.as_string_view());
        }
    } else if (base.is_object()) {
        const auto known = base.as_object().names();
        names.assign(known.begin(), known.end());
    }
    return Value::undefined(std::string(base.type_name()) + " has no attribute '" + std::string(name) + "'",
                            suggestion(name, names));
}

Result<Value> item_of(const Value& base, const Value& key) {
    if (base.is_undefined()) return fail(undefined_used(base));
    if (key.is_undefined()) return fail(undefined_used(key));
    if (base.is_map()) {
        if (const Value* found = base.as_map().find(key)) return *found;
    } else if (key.is_integral() && (base.is_sequence() || base.is_string())) {
        const std::size_t size = *base.size();
        const auto position = position_of(key.as_int(), size);
        if (!position.has_value()) return undefined_index(base, key.as_int(), size);
        Value item = base.item(*position);
        // A character of safe text; the items of other sequences are as they are.
        return base.is_safe() ? same_kind_of_string(base, std::string(item.as_string_view())) : std::move(item);
    }
    if (!key.is_string()) {
        std::string shown;
        key.append_quoted_to(shown);
        return Value::undefined(std::string(base.type_name()) + " has no item " + shown, "test it with 'in' first");
    }
    Value found = attribute_of(base, key.as_string_view());
    return found.is_undefined() ? undefined_attribute(base, key.as_string_view()) : found;
}

Result<Value> slice_of(const Value& base, const Value& start, const Value& stop, const Value& step) {
    if (base.is_undefined()) return fail(undefined_used(base));
    if (base.is_string()) return slice_string(base, start, stop, step);
    if (!base.is_sequence()) {
        return fail_without_place("cannot slice " + std::string(base.type_name()), "slices are of lists and strings");
    }
    TRY(const SliceBounds bounds, slice_bounds(*base.size(), start, stop, step));
    if (base.is_object() && base.as_object().role() == Object::Role::Range) {
        return Value::object(
            static_cast<const RangeObject&>(base.as_object()).slice(bounds.start, bounds.stop, bounds.step));
    }
    std::vector<Value> out;
    visit_slice(bounds, [&](std::size_t i) { out.push_back(base.item(i)); });
    return base.is_tuple() ? Value::tuple(std::move(out)) : Value::list(std::move(out));
}

Result<std::vector<Value>> items_of(const Value& value) {
    std::vector<Value> items;
    switch (value.kind()) {
        case ValueKind::Undefined: return fail(undefined_used(value));
        case ValueKind::List: return value.as_list();
        case ValueKind::Map:
            items.reserve(value.as_map().size());
            for (const auto& [key, entry] : value.as_map()) items.push_back(key);
            return items;
        case ValueKind::String: {
            const std::string_view text = value.as_string_view();
            for (std::size_t i = 0; i < text.size();) {
                const std::size_t bytes = character_at(text, i).bytes;
                items.push_back(Value::string(std::string(text.substr(i, bytes))));
                i += bytes;
            }
            return items;
        }
        case ValueKind::Object:
            if (value.as_object().is_sequence()) {
                const std::size_t size = value.as_object().size();
                items.reserve(size);
                for (std::size_t i = 0; i < size; ++i) items.push_back(value.as_object().at(i));
                return items;
            }
            break;
        default: break;
    }
    return fail_without_place(std::string(value.type_name()) + " has no items to go through",
                              "a list, a map or a string has");
}

}  // namespace byline::templating
