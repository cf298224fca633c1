// Jinja's own tests: what stands after `is`.
#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"

namespace byline::templating {
namespace {

void add_kind(Registry& registry, std::string name, bool (*matches)(const Value&)) {
    add_test(registry, std::move(name), {"?"}, [matches](Call& call) -> Result<bool> { return matches(call.input()); });
}

void add_comparison(Registry& registry, Comparison comparison, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        add_test(registry, std::string(name), {"other!"},
                 [comparison](Call& call) { return holds(comparison, call.input(), call.argument(0)); });
    }
}

Result<bool> divides(Call& call, std::int64_t divisor, std::int64_t remainder) {
    const Value& input = call.input();
    if (input.is_string() || !input.is_number()) return call.wrong_input("a number");
    TRY(const Value rest, compute(Operation::Modulo, input, Value::integer(divisor), call.machine().limits()));
    return rest == Value::integer(remainder);
}

bool is_iterable(const Value& value) {
    return value.is_string() || value.is_map() || value.is_sequence();
}

void add_kinds(Registry& registry) {
    add_kind(registry, "defined", [](const Value& value) { return !value.is_undefined(); });
    add_kind(registry, "undefined", [](const Value& value) { return value.is_undefined(); });
    add_kind(registry, "none", [](const Value& value) { return value.is_none(); });
    add_kind(registry, "boolean", [](const Value& value) { return value.is_bool(); });
    add_kind(registry, "true", [](const Value& value) { return value.is_bool() && value.as_bool(); });
    add_kind(registry, "false", [](const Value& value) { return value.is_bool() && !value.as_bool(); });
    add_kind(registry, "integer", [](const Value& value) { return value.is_int(); });
    add_kind(registry, "float", [](const Value& value) { return value.is_float(); });
    add_kind(registry, "number", [](const Value& value) { return value.is_number(); });
    add_kind(registry, "string", [](const Value& value) { return value.is_string(); });
    add_kind(registry, "mapping", [](const Value& value) { return value.is_map(); });
    add_kind(registry, "sequence", [](const Value& value) { return is_iterable(value); });
    add_kind(registry, "callable", [](const Value& value) { return value.is_callable(); });
    add_kind(registry, "escaped", [](const Value& value) { return value.is_safe(); });
}

}  // namespace

void add_value_tests(Registry& registry) {
    add_kinds(registry);
    add_comparison(registry, Comparison::Equal, {"eq", "==", "equalto"});
    add_comparison(registry, Comparison::NotEqual, {"ne", "!="});
    add_comparison(registry, Comparison::Less, {"lt", "<", "lessthan"});
    add_comparison(registry, Comparison::LessOrEqual, {"le", "<="});
    add_comparison(registry, Comparison::Greater, {"gt", ">", "greaterthan"});
    add_comparison(registry, Comparison::GreaterOrEqual, {"ge", ">="});
    add_comparison(registry, Comparison::In, {"in"});
    add_test(registry, "iterable", {}, [](Call& call) -> Result<bool> { return is_iterable(call.input()); });
    add_test(registry, "even", {}, [](Call& call) { return divides(call, 2, 0); });
    add_test(registry, "odd", {}, [](Call& call) { return divides(call, 2, 1); });
    add_test(registry, "divisibleby", {"num!"}, [](Call& call) -> Result<bool> {
        TRY(const std::int64_t divisor, call.int_argument(0, "num"));
        return divides(call, divisor, 0);
    });
    add_test(registry, "sameas", {"?", "other!"},
             [](Call& call) -> Result<bool> { return call.input().is_same(call.argument(0)); });
    add_test(registry, "upper", {},
             [](Call& call) -> Result<bool> { return is_upper_text(InputText(call.input()).view()); });
    add_test(registry, "lower", {},
             [](Call& call) -> Result<bool> { return is_lower_text(InputText(call.input()).view()); });
    add_test(registry, "filter", {}, [](Call& call) -> Result<bool> {
        return call.input().is_string() && call.machine().registry().filters.contains(call.input().as_string_view());
    });
    add_test(registry, "test", {}, [](Call& call) -> Result<bool> {
        return call.input().is_string() && call.machine().registry().tests.contains(call.input().as_string_view());
    });
}

}  // namespace byline::templating
