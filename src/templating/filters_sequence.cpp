// Filters on lists, maps and strings as wholes: their ends, length, parts, sum, and joining them.
#include <algorithm>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

Value no_item(std::string_view which) {
    return Value::undefined("there is no " + std::string(which) + " item, the list is empty",
                            "test it first, or give a default: 'x | default(y)'");
}

Result<Value> first(Call& call) {
    const auto size = call.input().size();
    if (!size.has_value()) return call.wrong_input("a list, a map or a string");
    return *size == 0 ? no_item("first") : call.input().item(0);
}

Result<Value> last(Call& call) {
    const auto size = call.input().size();
    if (!size.has_value()) return call.wrong_input("a list, a map or a string");
    return *size == 0 ? no_item("last") : call.input().item(*size - 1);
}

Result<Value> length(Call& call) {
    const auto size = call.input().size();
    if (!size.has_value()) return call.wrong_input("a list, a map or a string");
    return Value::integer(static_cast<std::int64_t>(*size));
}

Result<Value> to_list(Call& call) {
    TRY(auto items, items_of(call.input()));
    return Value::list(std::move(items));
}

Result<Value> items(Call& call) {
    std::vector<Value> pairs;
    if (call.input().is_undefined()) return Value::list(std::move(pairs));
    if (!call.input().is_map()) return call.wrong_input("a map");
    for (const auto& [key, value] : call.input().as_map()) pairs.push_back(Value::tuple({key, value}));
    return Value::list(std::move(pairs));
}

Result<Value> reverse(Call& call) {
    TRY(auto all, items_of(call.input()));
    std::reverse(all.begin(), all.end());
    if (!call.input().is_string()) return Value::list(std::move(all));
    std::string out;
    for (const Value& character : all) out += character.as_string_view();
    return text_like(call.input(), std::move(out));
}

// Cuts into `slices` lists of nearly equal length.
Result<Value> slice(Call& call) {
    TRY(const std::int64_t slices, call.int_argument(0, "slices"));
    TRY(const auto all, items_of(call.input()));
    if (slices == 0) return call.fail("'slice' cannot make 0 parts", "use at least 1");
    if (slices > static_cast<std::int64_t>(call.machine().limits().list_items))
        return call.fail("'slice' makes too many parts", "use fewer");
    const auto parts = static_cast<std::size_t>(std::max<std::int64_t>(slices, 0));
    std::vector<Value> out;
    std::size_t position = 0;
    for (std::size_t i = 0; i < parts; ++i) {
        const bool has_extra = i < all.size() % parts;
        const std::size_t end = position + all.size() / parts + (has_extra ? 1 : 0);
        std::vector<Value> part(all.begin() + static_cast<std::ptrdiff_t>(position),
                                all.begin() + static_cast<std::ptrdiff_t>(end));
        if (!has_extra && call.has(1) && !call.argument(1).is_none()) part.push_back(call.argument(1));
        out.push_back(Value::list(std::move(part)));
        position = end;
    }
    return Value::list(std::move(out));
}

// Cuts into lists of `linecount` items.
Result<Value> batch(Call& call) {
    TRY(const std::int64_t count, call.int_argument(0, "linecount"));
    TRY(const auto all, items_of(call.input()));
    if (count < 1 || count > static_cast<std::int64_t>(call.machine().limits().list_items)) {
        return call.fail("'batch' cannot make lists of " + std::to_string(count), "use at least 1");
    }
    const auto size = static_cast<std::size_t>(count);
    std::vector<Value> out;
    for (std::size_t start = 0; start < all.size(); start += size) {
        const std::size_t end = std::min(all.size(), start + size);
        std::vector<Value> part(all.begin() + static_cast<std::ptrdiff_t>(start),
                                all.begin() + static_cast<std::ptrdiff_t>(end));
        if (call.has(1) && !call.argument(1).is_none()) part.resize(size, call.argument(1));
        out.push_back(Value::list(std::move(part)));
    }
    return Value::list(std::move(out));
}

Result<Value> join(Call& call) {
    const Value separator = call.has(0) ? call.argument(0) : Value::view("");
    TRY(const AttributePath path, AttributePath::parse(call.argument(1)));
    TRY(auto all, items_of(call.input()));
    bool is_safe = separator.is_safe();
    for (Value& item : all) {
        TRY(item, path.of(item));
        if (item.is_undefined()) return call.undefined_error(item);
        is_safe = is_safe || item.is_safe();
    }
    is_safe = is_safe && call.autoescape();
    const Escaping escaping = is_safe ? Escaping::On : Escaping::Off;
    std::string out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i != 0) append_joined(out, separator, escaping);
        append_joined(out, all[i], escaping);
        if (out.size() > call.machine().limits().string_bytes)
            return call.fail("the joined text is too long", "loop over the items instead");
    }
    return is_safe ? safe_text(std::move(out)) : Value::string(std::move(out));
}

Result<Value> sum(Call& call) {
    TRY(const AttributePath path, AttributePath::parse(call.argument(0)));
    TRY(const auto all, items_of(call.input()));
    Value total = call.has(1) ? call.argument(1) : Value::integer(0);
    for (const Value& item : all) {
        TRY(const Value part, path.of(item));
        TRY(total, compute(Operation::Add, total, part, call.machine().limits()));
    }
    return total;
}

Result<Value> attribute(Call& call) {
    TRY(const std::string name, call.string_argument(0, "name"));
    Value found = attribute_of(call.input(), name);
    return found.is_undefined() ? undefined_attribute(call.input(), name) : found;
}

}  // namespace

void add_sequence_filters(Registry& registry) {
    add_filter(registry, "first", {}, first);
    add_filter(registry, "last", {}, last);
    add_filter(registry, "length", {}, length);
    add_filter(registry, "count", {}, length);
    add_filter(registry, "list", {}, to_list);
    add_filter(registry, "items", {"?"}, items);
    add_filter(registry, "reverse", {}, reverse);
    add_filter(registry, "slice", {"slices!", "fill_with"}, slice);
    add_filter(registry, "batch", {"linecount!", "fill_with"}, batch);
    add_filter(registry, "join", {"d", "attribute"}, join);
    add_filter(registry, "sum", {"attribute", "start"}, sum);
    add_filter(registry, "attr", {"name!"}, attribute);
}

}  // namespace byline::templating
