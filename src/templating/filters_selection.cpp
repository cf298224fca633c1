// Filters that go through a list with another filter or a test: map, select, reject, and those by attribute.
#include "templating/builtins.hpp"
#include "templating/filter_input.hpp"
#include "templating/operations.hpp"

namespace byline::templating {
namespace {

Result<Value> map_attribute(Call& call) {
    Value attribute;
    Value fallback;
    for (const auto& [name, value] : call.extra_named()) {
        if (name == "attribute") {
            attribute = value;
        } else if (name == "default") {
            fallback = value;
        } else {
            return call.fail("'map' has no argument '" + std::string(name) + "'",
                             "by attribute it takes 'attribute' and 'default'");
        }
    }
    TRY(const AttributePath path, AttributePath::parse(attribute));
    TRY(auto items, items_of(call.input()));
    for (Value& item : items) {
        auto part = path.of(item);
        if (!part) return fail(std::move(part).error());
        item = part->is_undefined() && !fallback.is_undefined() ? fallback : std::move(*part);
    }
    return Value::list(std::move(items));
}

Result<Value> map(Call& call) {
    const auto arguments = call.extra_positional();
    if (arguments.empty()) {
        for (const auto& [name, value] : call.extra_named()) {
            if (name == "attribute") return map_attribute(call);
        }
        return call.fail("'map' needs the name of a filter, or an attribute",
                         "write map('upper') or map(attribute='title')");
    }
    if (!arguments[0].is_string())
        return call.fail("'map' needs the name of a filter", "write it in quotes: map('upper')");
    TRY(auto items, items_of(call.input()));
    for (Value& item : items) {
        TRY(item, call.apply_filter(arguments[0].as_string_view(), item, arguments.subspan(1), call.extra_named()));
    }
    return Value::list(std::move(items));
}

enum class Keep { Passing, Failing };
enum class By { Item, Attribute };

Result<Value> choose(Call& call, Keep keep, By by) {
    auto arguments = call.extra_positional();
    AttributePath path;
    if (by == By::Attribute) {
        if (arguments.empty())
            return call.fail("'" + std::string(call.callee()) + "' needs the name of an attribute",
                             "write it in quotes");
        TRY(path, AttributePath::parse(arguments[0]));
        arguments = arguments.subspan(1);
    }
    if (!arguments.empty() && !arguments[0].is_string()) {
        return call.fail("'" + std::string(call.callee()) + "' needs the name of a test", "write it in quotes");
    }
    TRY(auto items, items_of(call.input()));
    std::vector<Value> chosen;
    for (Value& item : items) {
        TRY(const Value tested, path.of(item));
        bool passed = false;
        if (arguments.empty()) {
            if (tested.is_undefined()) return call.undefined_error(tested);
            passed = tested.truthy();
        } else {
            TRY(passed,
                call.apply_test(arguments[0].as_string_view(), tested, arguments.subspan(1), call.extra_named()));
        }
        if (passed == (keep == Keep::Passing)) chosen.push_back(std::move(item));
    }
    return Value::list(std::move(chosen));
}

}  // namespace

void add_selection_filters(Registry& registry) {
    add_filter(registry, "map", {"*", "**"}, map);
    add_filter(registry, "select", {"*", "**"}, [](Call& call) { return choose(call, Keep::Passing, By::Item); });
    add_filter(registry, "reject", {"*", "**"}, [](Call& call) { return choose(call, Keep::Failing, By::Item); });
    add_filter(registry, "selectattr", {"*", "**"},
               [](Call& call) { return choose(call, Keep::Passing, By::Attribute); });
    add_filter(registry, "rejectattr", {"*", "**"},
               [](Call& call) { return choose(call, Keep::Failing, By::Attribute); });
}

}  // namespace byline::templating
