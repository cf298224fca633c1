#include <utility>

#include "templating/engine_objects.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"

namespace byline::templating {
namespace {

template <typename Node>
const Node& as(const Expression& expression) {
    return static_cast<const Node&>(expression);
}

}  // namespace

// The value where it lies, for expressions that only name one; valid until the next evaluation. Null for others, and
// for names without a value.
const Value* Machine::peek(const Expression& expression, const Frame& frame) {
    if (expression.kind == ExpressionKind::Name) return find_name(as<NameExpression>(expression), frame);
    if (expression.kind == ExpressionKind::Constant) return &as<ConstantExpression>(expression).value;
    return nullptr;
}

bool Machine::take(Result<Value> computed, const Frame& frame, std::uint32_t offset, Value& result) {
    if (!computed) return fail(frame, offset, std::move(computed).error());
    result = std::move(*computed);
    return true;
}

bool Machine::evaluate(const Expression& expression, const Frame& frame, Value& result) {
    switch (expression.kind) {
        case ExpressionKind::Constant: result = as<ConstantExpression>(expression).value; return true;
        case ExpressionKind::Name: return evaluate_name(as<NameExpression>(expression), frame, result);
        case ExpressionKind::Sequence: return evaluate_sequence(as<SequenceExpression>(expression), frame, result);
        case ExpressionKind::Map: return evaluate_map(as<MapExpression>(expression), frame, result);
        case ExpressionKind::Attribute: return evaluate_attribute(as<AttributeExpression>(expression), frame, result);
        case ExpressionKind::Item: return evaluate_item(as<ItemExpression>(expression), frame, result);
        case ExpressionKind::Slice: return evaluate_slice(as<SliceExpression>(expression), frame, result);
        case ExpressionKind::Call: return evaluate_call(as<CallExpression>(expression), frame, result);
        case ExpressionKind::Filter: return evaluate_filter(as<FilterExpression>(expression), frame, result);
        case ExpressionKind::Test: return evaluate_test(as<TestExpression>(expression), frame, result);
        case ExpressionKind::Not:
        case ExpressionKind::Negate:
        case ExpressionKind::Plus: return evaluate_unary(as<UnaryExpression>(expression), frame, result);
        case ExpressionKind::Arithmetic:
            return evaluate_arithmetic(as<ArithmeticExpression>(expression), frame, result);
        case ExpressionKind::Compare: return evaluate_compare(as<CompareExpression>(expression), frame, result);
        case ExpressionKind::And:
        case ExpressionKind::Or: return evaluate_logic(as<LogicExpression>(expression), frame, result);
        case ExpressionKind::Concatenation:
            return evaluate_concatenation(as<ConcatenationExpression>(expression), frame, result);
        case ExpressionKind::Conditional:
            return evaluate_conditional(as<ConditionalExpression>(expression), frame, result);
    }
    return false;
}

bool Machine::evaluate_truth(const Expression& expression, const Frame& frame, bool& truth) {
    Value result;
    const Value* value = peek(expression, frame);
    if (value == nullptr) {
        if (!evaluate(expression, frame, result)) return false;
        value = &result;
    }
    if (value->is_undefined()) return fail(frame, expression.offset, undefined_used(*value));
    truth = value->truthy();
    return true;
}

bool Machine::evaluate_name(const NameExpression& name, const Frame& frame, Value& result) {
    if (const Value* found = find_name(name, frame)) {
        result = *found;
    } else {
        result = name.may_be_undefined ? Value() : undefined_variable(name, frame);
    }
    return true;
}

bool Machine::evaluate_sequence(const SequenceExpression& node, const Frame& frame, Value& result) {
    std::vector<Value> items(node.items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!evaluate(*node.items[i], frame, items[i])) return false;
    }
    result = node.is_tuple ? Value::tuple(std::move(items)) : Value::list(std::move(items));
    return true;
}

bool Machine::evaluate_map(const MapExpression& node, const Frame& frame, Value& result) {
    ValueMap map;
    map.reserve(node.entries.size());
    for (const auto& [key_node, value_node] : node.entries) {
        Value key;
        Value value;
        if (!evaluate(*key_node, frame, key) || !evaluate(*value_node, frame, value)) return false;
        if (key.is_undefined()) return fail(frame, key_node->offset, undefined_used(key));
        if (key.is_map() || (key.is_list() && !key.is_tuple())) {
            return fail(frame, key_node->offset, "a " + std::string(key.type_name()) + " cannot be a key",
                        "use a string, a number or a tuple");
        }
        map.set(std::move(key), std::move(value));
    }
    result = Value::map(std::move(map));
    return true;
}

bool Machine::attribute(const Value& base, const AttributeExpression& node, const Frame& frame, Value& result) {
    if (base.is_undefined()) return fail(frame, node.base->offset, undefined_used(base));
    result = attribute_of(base, node.name);
    if (result.is_undefined() && result.undefined_reason() == nullptr && !node.may_be_undefined) {
        result = undefined_attribute(base, node.name);
    }
    return true;
}

bool Machine::evaluate_attribute(const AttributeExpression& node, const Frame& frame, Value& result) {
    member_read_ = node.name;
    const Value* named = peek(*node.base, frame);
    member_read_ = {};
    if (named != nullptr) return attribute(*named, node, frame, result);
    Value base;
    return evaluate(*node.base, frame, base) && attribute(base, node, frame, result);
}

bool Machine::evaluate_item(const ItemExpression& node, const Frame& frame, Value& result) {
    Value base;
    Value key;
    if (const Value* constant = node.key->kind == ExpressionKind::Constant ? peek(*node.key, frame) : nullptr;
        constant != nullptr && constant->is_string() && node.base->kind == ExpressionKind::Name) {
        member_read_ = constant->as_string_view();
    }
    const bool has_base = evaluate(*node.base, frame, base);
    member_read_ = {};
    if (!has_base || !evaluate(*node.key, frame, key)) return false;
    return take(item_of(base, key), frame, node.offset, result);
}

bool Machine::evaluate_slice(const SliceExpression& node, const Frame& frame, Value& result) {
    Value base;
    Value start = Value::none();
    Value stop = Value::none();
    Value step = Value::none();
    if (!evaluate(*node.base, frame, base)) return false;
    if (node.start != nullptr && !evaluate(*node.start, frame, start)) return false;
    if (node.stop != nullptr && !evaluate(*node.stop, frame, stop)) return false;
    if (node.step != nullptr && !evaluate(*node.step, frame, step)) return false;
    return take(slice_of(base, start, stop, step), frame, node.offset, result);
}

bool Machine::evaluate_arithmetic(const ArithmeticExpression& node, const Frame& frame, Value& result) {
    Value left;
    Value right;
    if (!evaluate(*node.left, frame, left) || !evaluate(*node.right, frame, right)) return false;
    return take(compute(node.operation, left, right, limits_), frame, node.offset, result);
}

bool Machine::evaluate_compare(const CompareExpression& node, const Frame& frame, Value& result) {
    Value left;
    if (!evaluate(*node.first, frame, left)) return false;
    bool truth = true;
    for (const auto& [comparison, right_node] : node.rest) {
        Value right;
        if (!evaluate(*right_node, frame, right)) return false;
        auto held = holds(comparison, left, right);
        if (!held) return fail(frame, node.offset, std::move(held).error());
        truth = *held;
        if (!truth) break;
        left = std::move(right);
    }
    result = Value::boolean(truth);
    return true;
}

// `and` and `or` give the operand that decided, as in Python.
bool Machine::evaluate_logic(const LogicExpression& node, const Frame& frame, Value& result) {
    if (!evaluate(*node.left, frame, result)) return false;
    if (result.is_undefined()) return fail(frame, node.left->offset, undefined_used(result));
    const bool decided = result.truthy() == (node.kind == ExpressionKind::Or);
    return decided || evaluate(*node.right, frame, result);
}

bool Machine::evaluate_unary(const UnaryExpression& node, const Frame& frame, Value& result) {
    if (node.kind == ExpressionKind::Not) {
        bool truth = false;
        if (!evaluate_truth(*node.operand, frame, truth)) return false;
        result = Value::boolean(!truth);
        return true;
    }
    Value operand;
    if (!evaluate(*node.operand, frame, operand)) return false;
    if (node.kind == ExpressionKind::Negate) return take(negate(operand), frame, node.offset, result);
    if (operand.is_undefined()) return fail(frame, node.offset, undefined_used(operand));
    if (!operand.is_number()) {
        return fail(frame, node.offset, "'+' needs a number, this is " + std::string(operand.type_name()),
                    "convert it first: 'x | int'");
    }
    result = operand.is_bool() ? Value::integer(operand.as_int()) : std::move(operand);
    return true;
}

bool Machine::evaluate_concatenation(const ConcatenationExpression& node, const Frame& frame, Value& result) {
    std::vector<Value> parts(node.parts.size());
    bool has_safe = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!evaluate(*node.parts[i], frame, parts[i])) return false;
        if (parts[i].is_undefined()) return fail(frame, node.parts[i]->offset, undefined_used(parts[i]));
        has_safe = has_safe || parts[i].is_safe();
    }
    // Without autoescape nothing is escaped, and nothing is known to be safe.
    const bool is_safe = has_safe && escaping_ == Escaping::On;
    std::string text;
    for (const Value& part : parts) append_joined(text, part, is_safe ? Escaping::On : Escaping::Off);
    if (text.size() > limits_.string_bytes) {
        return fail(frame, node.offset, "a string is longer than " + std::to_string(limits_.string_bytes) + " bytes",
                    "print its parts instead");
    }
    result = is_safe ? captured_text(std::move(text)) : Value::string(std::move(text));
    return true;
}

bool Machine::evaluate_conditional(const ConditionalExpression& node, const Frame& frame, Value& result) {
    bool truth = false;
    if (!evaluate_truth(*node.condition, frame, truth)) return false;
    if (truth) return evaluate(*node.if_true, frame, result);
    if (node.if_false != nullptr) return evaluate(*node.if_false, frame, result);
    result = Value::undefined("the condition is false and there is no 'else'", "write 'a if condition else b'");
    return true;
}

}  // namespace byline::templating
