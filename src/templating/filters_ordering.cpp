// Filters that compare items with one another: sort, unique, groupby, min, max.
#include <algorithm>
#include <array>
#include <numeric>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/object.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

// What groupby gives for one group: a pair that also has names.
class Group final : public Object {
  public:
    Group(Value grouper, Value list) : grouper_(std::move(grouper)), list_(std::move(list)) {}

    [[nodiscard]] Value get(std::string_view name) const override {
        if (name == "grouper") return grouper_;
        return name == "list" ? list_ : Value();
    }
    [[nodiscard]] std::span<const std::string_view> names() const override {
        static constexpr std::array<std::string_view, 2> all{"grouper", "list"};
        return all;
    }
    [[nodiscard]] std::string_view type_name() const override { return "group"; }
    [[nodiscard]] bool is_sequence() const override { return true; }
    [[nodiscard]] std::size_t size() const override { return 2; }
    [[nodiscard]] Value at(std::size_t index) const override { return index == 0 ? grouper_ : list_; }
    [[nodiscard]] std::optional<std::string> to_string() const override {
        return Value::tuple({grouper_, list_}).to_string();
    }

  private:
    Value grouper_;
    Value list_;
};

enum class Direction { Ascending, Descending };

// The positions of `keys` in order; equal ones keep theirs.
Result<std::vector<std::size_t>> ordered(const Call& call, const std::vector<Value>& keys, Direction direction) {
    std::vector<std::size_t> positions(keys.size());
    std::iota(positions.begin(), positions.end(), 0);
    const Value* left_culprit = nullptr;
    const Value* right_culprit = nullptr;
    std::stable_sort(positions.begin(), positions.end(), [&](std::size_t left, std::size_t right) {
        if (left_culprit != nullptr) return false;
        if (direction == Direction::Descending) std::swap(left, right);
        const auto order = Value::compare(keys[left], keys[right]);
        if (!order.has_value()) {
            left_culprit = &keys[left];
            right_culprit = &keys[right];
            return false;
        }
        return *order < 0;
    });
    if (left_culprit == nullptr) return positions;
    for (const Value* each : {left_culprit, right_culprit}) {
        if (each->is_undefined()) return call.undefined_error(*each);
    }
    const auto name = [](const Value& value) {
        return std::string(value.is_list() && value.as_list().size() == 1 ? value.as_list()[0].type_name()
                                                                          : value.type_name());
    };
    return call.fail("cannot order " + name(*left_culprit) + " and " + name(*right_culprit),
                     "make the items of one kind, or sort by an attribute that all have");
}

Result<LetterCase> letter_case(const Call& call, std::size_t index) {
    TRY(const bool matters, call.bool_argument(index, "case_sensitive", false));
    return matters ? LetterCase::Matters : LetterCase::IsIgnored;
}

std::vector<Value> picked(const std::vector<Value>& items, const std::vector<std::size_t>& positions) {
    std::vector<Value> out;
    out.reserve(items.size());
    for (const std::size_t position : positions) out.push_back(items[position]);
    return out;
}

// By several attributes when they are joined by commas.
Result<std::vector<AttributePath>> sort_paths(const Value& attribute) {
    std::vector<AttributePath> paths;
    if (!attribute.is_string()) {
        TRY(auto path, AttributePath::parse(attribute));
        paths.push_back(std::move(path));
        return paths;
    }
    std::string_view rest = attribute.as_string_view();
    while (true) {
        const std::size_t comma = rest.find(',');
        TRY(auto path, AttributePath::parse(Value::view(rest.substr(0, comma))));
        paths.push_back(std::move(path));
        if (comma == std::string_view::npos) return paths;
        rest.remove_prefix(comma + 1);
    }
}

Result<Value> sort(Call& call) {
    TRY(const bool reversed, call.bool_argument(0, "reverse", false));
    TRY(const LetterCase matters, letter_case(call, 1));
    TRY(const auto paths, sort_paths(call.argument(2)));
    TRY(const auto items, items_of(call.input()));
    std::vector<Value> keys;
    for (const Value& item : items) {
        std::vector<Value> parts;
        for (const AttributePath& path : paths) {
            TRY(const Value part, path.of(item));
            if (part.is_undefined()) return call.undefined_error(part);
            parts.push_back(comparison_key(part, matters));
        }
        keys.push_back(Value::list(std::move(parts)));
    }
    TRY(const auto positions, ordered(call, keys, reversed ? Direction::Descending : Direction::Ascending));
    return Value::list(picked(items, positions));
}

Result<Value> dictsort(Call& call) {
    TRY(const LetterCase matters, letter_case(call, 0));
    TRY(const std::string by, call.string_argument(1, "by", "key"));
    TRY(const bool reversed, call.bool_argument(2, "reverse", false));
    if (by != "key" && by != "value")
        return call.fail("'dictsort' cannot sort by '" + by + "'", "use 'key' or 'value'");
    if (!call.input().is_map()) return call.wrong_input("a map");
    std::vector<Value> pairs;
    std::vector<Value> keys;
    for (const auto& [key, value] : call.input().as_map()) {
        pairs.push_back(Value::tuple({key, value}));
        keys.push_back(comparison_key(by == "key" ? key : value, matters));
    }
    TRY(const auto positions, ordered(call, keys, reversed ? Direction::Descending : Direction::Ascending));
    return Value::list(picked(pairs, positions));
}

Result<Value> unique(Call& call) {
    TRY(const LetterCase matters, letter_case(call, 0));
    TRY(const AttributePath path, AttributePath::parse(call.argument(1)));
    TRY(auto items, items_of(call.input()));
    ValueMap seen;
    std::vector<Value> out;
    for (Value& item : items) {
        TRY(const Value part, path.of(item));
        if (part.is_undefined()) return call.undefined_error(part);
        Value key = comparison_key(part, matters);
        if (seen.find(key) != nullptr) continue;
        seen.set(std::move(key), Value::none());
        out.push_back(std::move(item));
    }
    return Value::list(std::move(out));
}

Result<Value> groupby(Call& call) {
    TRY(const AttributePath path, AttributePath::parse(call.argument(0)));
    TRY(const LetterCase matters, letter_case(call, 2));
    TRY(const auto items, items_of(call.input()));
    const bool has_default = call.has(1) && !call.argument(1).is_none();
    std::vector<Value> groupers;
    std::vector<Value> keys;
    for (const Value& item : items) {
        TRY(Value part, path.of(item));
        if (part.is_undefined() && has_default) part = call.argument(1);
        if (part.is_undefined()) return call.undefined_error(part);
        keys.push_back(comparison_key(part, matters));
        groupers.push_back(std::move(part));
    }
    TRY(const auto positions, ordered(call, keys, Direction::Ascending));
    std::vector<Value> out;
    for (std::size_t start = 0; start < positions.size();) {
        std::vector<Value> members;
        std::size_t end = start;
        for (; end < positions.size() && keys[positions[end]] == keys[positions[start]]; ++end)
            members.push_back(items[positions[end]]);
        out.push_back(
            Value::object(std::make_shared<Group>(groupers[positions[start]], Value::list(std::move(members)))));
        // A number that equals nothing, itself included, still makes a group.
        start = std::max(end, start + 1);
    }
    return Value::list(std::move(out));
}

enum class Extreme { Smallest, Largest };

Result<Value> extreme(Call& call, Extreme which) {
    TRY(const LetterCase matters, letter_case(call, 0));
    TRY(const AttributePath path, AttributePath::parse(call.argument(1)));
    TRY(const auto items, items_of(call.input()));
    if (items.empty())
        return Value::undefined("'" + std::string(call.callee()) + "' of an empty list", "test the list first");
    std::vector<Value> keys;
    for (const Value& item : items) {
        TRY(const Value part, path.of(item));
        if (part.is_undefined()) return call.undefined_error(part);
        keys.push_back(comparison_key(part, matters));
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
        TRY(const bool is_better,
            holds(which == Extreme::Smallest ? Comparison::Less : Comparison::Greater, keys[i], keys[best]));
        if (is_better) best = i;
    }
    return items[best];
}

}  // namespace

void add_ordering_filters(Registry& registry) {
    add_filter(registry, "sort", {"reverse", "case_sensitive", "attribute"}, sort);
    add_filter(registry, "dictsort", {"case_sensitive", "by", "reverse"}, dictsort);
    add_filter(registry, "unique", {"case_sensitive", "attribute"}, unique);
    add_filter(registry, "groupby", {"attribute!", "default", "case_sensitive"}, groupby);
    add_filter(registry, "min", {"case_sensitive", "attribute"},
               [](Call& call) { return extreme(call, Extreme::Smallest); });
    add_filter(registry, "max", {"case_sensitive", "attribute"},
               [](Call& call) { return extreme(call, Extreme::Largest); });
}

}  // namespace byline::templating
