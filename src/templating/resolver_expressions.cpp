#include <string>

#include "templating/registry.hpp"
#include "templating/resolver.hpp"
#include "templating/suggestion.hpp"

namespace byline::templating {
namespace {

template <typename Node>
Node& as(Expression& expression) {
    return static_cast<Node&>(expression);
}

template <typename Map>
std::string nearest_key(const Map& map, std::string_view name) {
    std::vector<std::string_view> names;
    names.reserve(map.size());
    for (const auto& [key, entry] : map) names.push_back(key);
    return suggestion(name, names);
}

}  // namespace

Result<void> Resolver::optional(const ExpressionPointer& given) {
    if (given == nullptr) return {};
    return expression(*given);
}

Result<void> Resolver::arguments(ArgumentList& given) {
    for (const auto& argument : given.positional) CHECK(expression(*argument));
    for (const auto& [name, argument] : given.named) CHECK(expression(*argument));
    CHECK(optional(given.rest));
    return optional(given.named_rest);
}

Result<void> Resolver::expression(Expression& given) {
    switch (given.kind) {
        case ExpressionKind::Constant: return {};
        case ExpressionKind::Name: resolve_name(as<NameExpression>(given)); return {};
        case ExpressionKind::Sequence:
            for (const auto& item : as<SequenceExpression>(given).items) CHECK(expression(*item));
            return {};
        case ExpressionKind::Map:
            for (const auto& [key, value] : as<MapExpression>(given).entries) {
                CHECK(expression(*key));
                CHECK(expression(*value));
            }
            return {};
        case ExpressionKind::Attribute: return expression(*as<AttributeExpression>(given).base);
        case ExpressionKind::Item:
            CHECK(expression(*as<ItemExpression>(given).base));
            return expression(*as<ItemExpression>(given).key);
        case ExpressionKind::Slice: {
            auto& node = as<SliceExpression>(given);
            CHECK(expression(*node.base));
            CHECK(optional(node.start));
            CHECK(optional(node.stop));
            return optional(node.step);
        }
        case ExpressionKind::Call: return call(as<CallExpression>(given));
        case ExpressionKind::Filter: return filter(as<FilterExpression>(given));
        case ExpressionKind::Test: return test(as<TestExpression>(given));
        case ExpressionKind::Not:
        case ExpressionKind::Negate:
        case ExpressionKind::Plus: return expression(*as<UnaryExpression>(given).operand);
        case ExpressionKind::Arithmetic:
            CHECK(expression(*as<ArithmeticExpression>(given).left));
            return expression(*as<ArithmeticExpression>(given).right);
        case ExpressionKind::And:
        case ExpressionKind::Or:
            CHECK(expression(*as<LogicExpression>(given).left));
            return expression(*as<LogicExpression>(given).right);
        case ExpressionKind::Compare:
            CHECK(expression(*as<CompareExpression>(given).first));
            for (const auto& [comparison, right] : as<CompareExpression>(given).rest) CHECK(expression(*right));
            return {};
        case ExpressionKind::Concatenation:
            for (const auto& part : as<ConcatenationExpression>(given).parts) CHECK(expression(*part));
            return {};
        case ExpressionKind::Conditional: {
            auto& node = as<ConditionalExpression>(given);
            CHECK(expression(*node.condition));
            CHECK(expression(*node.if_true));
            return optional(node.if_false);
        }
    }
    return {};
}

Result<void> Resolver::call(CallExpression& given) {
    CHECK(arguments(given.arguments));
    // super(), super.super(), self.name(): not values, but ways to run a block.
    const Expression* callee = given.callee.get();
    std::uint32_t depth = 1;
    while (callee->kind == ExpressionKind::Attribute &&
           static_cast<const AttributeExpression&>(*callee).name == "super") {
        callee = static_cast<const AttributeExpression&>(*callee).base.get();
        ++depth;
    }
    if (callee->kind == ExpressionKind::Name && static_cast<const NameExpression&>(*callee).name == "super" &&
        !is_local("super")) {
        given.callee_kind = CalleeKind::Super;
        given.super_depth = depth;
        return {};
    }
    if (given.callee->kind == ExpressionKind::Attribute) {
        const auto& attribute = static_cast<const AttributeExpression&>(*given.callee);
        if (attribute.base->kind == ExpressionKind::Name &&
            static_cast<const NameExpression&>(*attribute.base).name == "self" && !is_local("self")) {
            given.callee_kind = CalleeKind::SelfBlock;
            given.block_name = attribute.name;
            return {};
        }
    }
    return expression(*given.callee);
}

Result<void> Resolver::filter(FilterExpression& given) {
    CHECK(optional(given.input));
    CHECK(arguments(given.arguments));
    const auto& filters = template_.registry().filters;
    const auto found = filters.find(given.name);
    if (found == filters.end()) {
        return fail_at(given.offset, "unknown filter '" + given.name + "'", nearest_key(filters, given.name));
    }
    given.filter = &found->second;
    if (given.input != nullptr && (given.name == "default" || given.name == "d")) given.input->may_be_undefined = true;
    return {};
}

Result<void> Resolver::test(TestExpression& given) {
    CHECK(optional(given.input));
    CHECK(arguments(given.arguments));
    const auto& tests = template_.registry().tests;
    const auto found = tests.find(given.name);
    if (found == tests.end()) {
        return fail_at(given.offset, "unknown test '" + given.name + "'", nearest_key(tests, given.name));
    }
    given.test = &found->second;
    if (given.name == "defined" || given.name == "undefined") given.input->may_be_undefined = true;
    return {};
}

}  // namespace byline::templating
