// Jinja's own global functions: range, dict, cycler, joiner, namespace.
#include <array>
#include <limits>

#include "templating/builtins.hpp"
#include "templating/engine_objects.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

Result<Value> range(Call& call) {
    TRY(const std::int64_t first, call.int_argument(0, "start"));
    TRY(const std::int64_t second, call.int_argument(1, "stop"));
    TRY(const std::int64_t step, call.int_argument(2, "step", 1));
    const std::int64_t start = call.has(1) ? first : 0;
    const std::int64_t stop = call.has(1) ? second : first;
    if (step == 0) return call.fail("the step of a range is zero", "use 1 or -1");
    std::size_t size = 0;
    if (step > 0 ? start < stop : start > stop) {
        const std::uint64_t distance = step > 0 ? static_cast<std::uint64_t>(stop) - static_cast<std::uint64_t>(start)
                                                : static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(stop);
        const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
        size = (distance - 1) / stride + 1;
    }
    if (size > call.machine().limits().list_items) {
        return call.fail("a range of " + std::to_string(size) + " numbers is too long", "use a shorter one");
    }
    return Value::object(std::make_shared<RangeObject>(start, stop, step, size));
}

Result<ValueMap> entries_of(const Call& call) {
    ValueMap map;
    for (const Value& given : call.extra_positional()) {
        if (given.is_map()) {
            for (const auto& [key, value] : given.as_map()) map.set(key, value);
            continue;
        }
        TRY(const auto pairs, items_of(given));
        for (const Value& pair : pairs) {
            TRY(const auto parts, items_of(pair));
            if (parts.size() != 2) return call.fail("a map is made of pairs", "pass pairs, or names: dict(a=1)");
            map.set(parts[0], parts[1]);
        }
    }
    for (const auto& [name, value] : call.extra_named()) map.set(name, value);
    return map;
}

Result<Value> dict(Call& call) {
    TRY(auto map, entries_of(call));
    return Value::map(std::move(map));
}

Result<Value> make_namespace(Call& call) {
    TRY(const auto map, entries_of(call));
    const auto space = std::make_shared<NamespaceObject>();
    for (const auto& [key, value] : map) {
        if (!key.is_string()) return call.fail("a namespace's names must be strings", "use strings as keys");
        space->set(key.as_string_view(), value);
    }
    return Value::object(std::shared_ptr<const Object>(space));
}

// Goes round its items: next(), current, reset().
class Cycler final : public Object, public std::enable_shared_from_this<Cycler> {
  public:
    explicit Cycler(std::vector<Value> items) : items_(std::move(items)) {}

    [[nodiscard]] Value get(std::string_view name) const override {
        if (name == "current") return items_[position_];
        if (name != "next" && name != "reset") return {};
        const bool advances = name == "next";
        return Value::function(std::string(name), {}, [self = shared_from_this(), advances](Call&) -> Result<Value> {
            if (!advances) {
                self->position_ = 0;
                return Value::none();
            }
            const Value current = self->items_[self->position_];
            self->position_ = (self->position_ + 1) % self->items_.size();
            return current;
        });
    }
    [[nodiscard]] std::span<const std::string_view> names() const override {
        static constexpr std::array<std::string_view, 3> all{"current", "next", "reset"};
        return all;
    }
    [[nodiscard]] std::string_view type_name() const override { return "cycler"; }

  private:
    std::vector<Value> items_;
    mutable std::size_t position_ = 0;  // belongs to one render
};

Result<Value> cycler(Call& call) {
    if (call.extra_positional().empty())
        return call.fail("'cycler' needs items to go round", "write cycler('odd', 'even')");
    std::vector<Value> items(call.extra_positional().begin(), call.extra_positional().end());
    return Value::object(std::make_shared<Cycler>(std::move(items)));
}

// Nothing the first time it is called, its separator from then on.
class Joiner final : public Object {
  public:
    explicit Joiner(Value separator) : separator_(std::move(separator)) {}

    [[nodiscard]] Value get(std::string_view) const override { return {}; }
    [[nodiscard]] std::string_view type_name() const override { return "joiner"; }
    [[nodiscard]] bool is_callable() const override { return true; }
    [[nodiscard]] Result<Value> call(Call&) const override {
        if (was_called_) return separator_;
        was_called_ = true;
        return Value::view("");
    }

  private:
    Value separator_;
    mutable bool was_called_ = false;  // belongs to one render
};

Result<Value> joiner(Call& call) {
    return Value::object(std::make_shared<Joiner>(call.has(0) ? call.argument(0) : Value::view(", ")));
}

void add_function(Registry& registry, const std::string& name, Signature signature, HostFunction function) {
    registry.set_global(name, Value::function(name, std::move(signature), std::move(function)));
}

}  // namespace

void add_globals(Registry& registry) {
    add_function(registry, "range", {"start!", "stop", "step"}, range);
    add_function(registry, "dict", {"?", "*", "**"}, dict);
    add_function(registry, "namespace", {"?", "*", "**"}, make_namespace);
    add_function(registry, "cycler", {"*"}, cycler);
    add_function(registry, "joiner", {"sep"}, joiner);
}

}  // namespace byline::templating
