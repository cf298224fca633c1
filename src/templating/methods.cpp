#include "templating/methods.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "templating/characters.hpp"
#include "templating/engine_objects.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

Result<Value> by_filter(Call& call, std::string_view filter) {
    std::vector<Value> arguments;
    for (std::size_t i = 0; call.has(i); ++i) arguments.push_back(call.argument(i));
    return call.apply_filter(filter, call.input(), arguments, {});
}

std::string_view text_of(const Call& call) {
    return call.input().as_string_view();
}

// Any of one text or of a tuple of texts.
Result<Value> has_affix(Call& call, bool (*matches)(std::string_view, std::string_view)) {
    if (call.argument(0).is_tuple()) {
        for (const Value& each : call.argument(0).as_list()) {
            if (each.is_string() && matches(text_of(call), each.as_string_view())) return Value::boolean(true);
        }
        return Value::boolean(false);
    }
    TRY(const std::string affix, call.string_argument(0, "prefix"));
    return Value::boolean(matches(text_of(call), affix));
}

Result<Value> split(Call& call) {
    TRY(const std::int64_t limit, call.int_argument(1, "maxsplit", -1));
    std::string_view rest = text_of(call);
    std::vector<Value> parts;
    const auto has_room = [&] { return limit < 0 || static_cast<std::int64_t>(parts.size()) < limit; };
    const auto add = [&](std::string_view part) { parts.push_back(text_like(call.input(), std::string(part))); };
    if (!call.has(0) || call.argument(0).is_none()) {
        rest = trim_spaces(rest);
        while (!rest.empty()) {
            std::size_t end = 0;
            while (end < rest.size() && !is_space(character_at(rest, end).code_point))
                end += character_at(rest, end).bytes;
            if (end == rest.size() || !has_room()) break;
            add(rest.substr(0, end));
            rest = trim_spaces(rest.substr(end));
        }
        if (!rest.empty()) add(rest);
        return Value::list(std::move(parts));
    }
    TRY(const std::string separator, call.string_argument(0, "sep"));
    if (separator.empty()) return call.fail("cannot split at an empty string", "name a separator");
    for (std::size_t found = rest.find(separator); found != std::string_view::npos && has_room();
         found = rest.find(separator)) {
        add(rest.substr(0, found));
        rest.remove_prefix(found + separator.size());
    }
    add(rest);
    return Value::list(std::move(parts));
}

Result<Value> split_into_lines(Call& call) {
    std::vector<Value> lines;
    for (const std::string_view line : split_lines(text_of(call)))
        lines.push_back(text_like(call.input(), std::string(line)));
    return Value::list(std::move(lines));
}

// Trimmed on one side: the other side is protected by a letter.
Result<Value> trim_start(Call& call) {
    const std::string protected_text = std::string(text_of(call)) + "x";
    const std::string_view trimmed = trim_spaces(protected_text);
    return text_like(call.input(), std::string(trimmed.substr(0, trimmed.size() - 1)));
}

Result<Value> trim_end(Call& call) {
    const std::string protected_text = "x" + std::string(text_of(call));
    return text_like(call.input(), std::string(trim_spaces(protected_text).substr(1)));
}

Result<Value> find(Call& call) {
    TRY(const std::string wanted, call.string_argument(0, "sub"));
    const std::size_t found = text_of(call).find(wanted);
    if (found == std::string_view::npos) return Value::integer(-1);
    return Value::integer(static_cast<std::int64_t>(count_characters(text_of(call).substr(0, found))));
}

Result<Value> count_text(Call& call) {
    TRY(const std::string wanted, call.string_argument(0, "sub"));
    if (wanted.empty()) return Value::integer(static_cast<std::int64_t>(count_characters(text_of(call)) + 1));
    std::int64_t count = 0;
    for (std::size_t i = text_of(call).find(wanted); i != std::string_view::npos;
         i = text_of(call).find(wanted, i + wanted.size()))
        ++count;
    return Value::integer(count);
}

Result<Value> join_items(Call& call) {
    const std::array<Value, 1> separator{call.input()};
    return call.apply_filter("join", call.argument(0), separator, {});
}

template <typename Accept>
bool all_characters(std::string_view text, const Accept& accept) {
    for (std::size_t i = 0; i < text.size(); i += character_at(text, i).bytes) {
        if (!accept(character_at(text, i).code_point)) return false;
    }
    return !text.empty();
}

Result<Value> is_digits(Call& call) {
    return Value::boolean(all_characters(text_of(call), [](char32_t c) { return c >= '0' && c <= '9'; }));
}

std::span<const Method> string_methods() {
    static const std::array<Method, 20> methods{{
        {"upper", {}, [](Call& call) { return by_filter(call, "upper"); }},
        {"lower", {}, [](Call& call) { return by_filter(call, "lower"); }},
        {"title", {}, [](Call& call) { return by_filter(call, "title"); }},
        {"capitalize", {}, [](Call& call) { return by_filter(call, "capitalize"); }},
        {"strip", {"chars"}, [](Call& call) { return by_filter(call, "trim"); }},
        {"lstrip", {}, trim_start},
        {"rstrip", {}, trim_end},
        {"replace", {"old!", "new!", "count"}, [](Call& call) { return by_filter(call, "replace"); }},
        {"center", {"width!"}, [](Call& call) { return by_filter(call, "center"); }},
        {"format",
         {"*", "**"},
         [](Call& call) -> Result<Value> {
             return call.fail("strings have no method 'format' here", "use the filter: '%s' | format(x)");
         }},
        {"startswith",
         {"prefix!"},
         [](Call& call) {
             return has_affix(call,
                              [](std::string_view text, std::string_view affix) { return text.starts_with(affix); });
         }},
        {"endswith",
         {"suffix!"},
         [](Call& call) {
             return has_affix(call,
                              [](std::string_view text, std::string_view affix) { return text.ends_with(affix); });
         }},
        {"split", {"sep", "maxsplit"}, split},
        {"splitlines", {}, split_into_lines},
        {"find", {"sub!"}, find},
        {"count", {"sub!"}, count_text},
        {"join", {"items!"}, join_items},
        {"isdigit", {}, is_digits},
        {"isupper", {}, [](Call& call) -> Result<Value> { return Value::boolean(is_upper_text(text_of(call))); }},
        {"islower", {}, [](Call& call) -> Result<Value> { return Value::boolean(is_lower_text(text_of(call))); }},
    }};
    return methods;
}

Result<Value> keys(Call& call) {
    TRY(auto items, items_of(call.input()));
    return Value::list(std::move(items));
}

Result<Value> values(Call& call) {
    std::vector<Value> all;
    for (const auto& [key, value] : call.input().as_map()) all.push_back(value);
    return Value::list(std::move(all));
}

Result<Value> get(Call& call) {
    if (const Value* found = call.input().as_map().find(call.argument(0))) return *found;
    return call.has(1) ? call.argument(1) : Value::none();
}

std::span<const Method> map_methods() {
    static const std::array<Method, 4> methods{{
        {"items", {}, [](Call& call) { return by_filter(call, "items"); }},
        {"keys", {}, keys},
        {"values", {}, values},
        {"get", {"key!", "default"}, get},
    }};
    return methods;
}

Result<Value> index(Call& call) {
    const auto& items = call.input().as_list();
    const auto found = std::find(items.begin(), items.end(), call.argument(0));
    if (found == items.end()) return call.fail("the list has no such item", "test it with 'in' first");
    return Value::integer(found - items.begin());
}

Result<Value> count_items(Call& call) {
    const auto& items = call.input().as_list();
    return Value::integer(std::count(items.begin(), items.end(), call.argument(0)));
}

Result<Value> is_immutable(Call& call) {
    return call.fail("a list cannot be changed",
                     "make a new one: '{% set x = x + [item] %}', in a namespace to keep it beyond a loop");
}

std::span<const Method> list_methods() {
    static const std::array<Method, 5> methods{{
        {"index", {"item!"}, index},
        {"count", {"item!"}, count_items},
        {"append", {"*"}, is_immutable},
        {"extend", {"*"}, is_immutable},
        {"pop", {"*"}, is_immutable},
    }};
    return methods;
}

Result<Value> cycle(Call& call) {
    const auto& loop = static_cast<const LoopObject&>(call.input().as_object());
    if (call.extra_positional().empty())
        return call.fail("loop.cycle() needs items to go round", "write loop.cycle('odd', 'even')");
    return call.extra_positional()[loop.index % call.extra_positional().size()];
}

Result<Value> changed(Call& call) {
    const auto& loop = static_cast<const LoopObject&>(call.input().as_object());
    return Value::boolean(loop.has_changed(call.extra_positional()));
}

std::span<const Method> loop_methods() {
    static const std::array<Method, 2> methods{{{"cycle", {"*"}, cycle}, {"changed", {"*"}, changed}}};
    return methods;
}

}  // namespace

const Method* find_method(const Value& value, std::string_view name) {
    std::span<const Method> methods;
    switch (value.kind()) {
        case ValueKind::String: methods = string_methods(); break;
        case ValueKind::Map: methods = map_methods(); break;
        case ValueKind::List: methods = list_methods(); break;
        case ValueKind::Object:
            if (value.as_object().role() == Object::Role::Loop) methods = loop_methods();
            break;
        default: break;
    }
    for (const Method& method : methods) {
        if (method.name == name) return &method;
    }
    return nullptr;
}

}  // namespace byline::templating
