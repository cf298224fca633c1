// The expressions of a template's syntax tree; statements are in syntax.hpp.
// Immutable once resolved, so that any number of threads may run it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/value.hpp"

namespace byline::templating {

class Template;
struct RegisteredFilter;
struct RegisteredTest;

using VariableId = std::uint32_t;
using SlotIndex = std::uint32_t;

enum class ExpressionKind : std::uint8_t {
    Constant,
    Name,
    Sequence,
    Map,
    Attribute,
    Item,
    Slice,
    Call,
    Filter,
    Test,
    Not,
    Negate,
    Plus,
    Arithmetic,
    Compare,
    And,
    Or,
    Concatenation,
    Conditional,
};

struct Expression {
    Expression(ExpressionKind given_kind, std::uint32_t given_offset) : kind(given_kind), offset(given_offset) {}
    virtual ~Expression() = default;
    Expression(const Expression&) = delete;
    Expression& operator=(const Expression&) = delete;

    ExpressionKind kind;
    // An undefined result is asked about by `is defined` or `default`, so no reason need be found for it.
    bool may_be_undefined = false;
    std::uint16_t depth = 1;  // of this part of the tree
    std::uint32_t offset;     // in the source
};
using ExpressionPointer = std::unique_ptr<Expression>;

struct ConstantExpression final : Expression {
    ConstantExpression(std::uint32_t at, Value given)
        : Expression(ExpressionKind::Constant, at), value(std::move(given)) {}
    Value value;
};

// Where a name's value may be: in the slots of this frame, innermost first, then in the context.
struct NameExpression final : Expression {
    NameExpression(std::uint32_t at, std::string_view given) : Expression(ExpressionKind::Name, at), name(given) {}
    std::string_view name;
    std::vector<SlotIndex> slots;
    VariableId variable = 0;
};

struct SequenceExpression final : Expression {
    SequenceExpression(std::uint32_t at, bool tuple) : Expression(ExpressionKind::Sequence, at), is_tuple(tuple) {}
    std::vector<ExpressionPointer> items;
    bool is_tuple;
};

struct MapExpression final : Expression {
    explicit MapExpression(std::uint32_t at) : Expression(ExpressionKind::Map, at) {}
    std::vector<std::pair<ExpressionPointer, ExpressionPointer>> entries;
};

struct AttributeExpression final : Expression {
    AttributeExpression(std::uint32_t at, ExpressionPointer given_base, std::string_view given_name)
        : Expression(ExpressionKind::Attribute, at), base(std::move(given_base)), name(given_name) {}
    ExpressionPointer base;
    std::string_view name;
};

struct ItemExpression final : Expression {
    ItemExpression(std::uint32_t at, ExpressionPointer given_base, ExpressionPointer given_key)
        : Expression(ExpressionKind::Item, at), base(std::move(given_base)), key(std::move(given_key)) {}
    ExpressionPointer base;
    ExpressionPointer key;
};

struct SliceExpression final : Expression {
    explicit SliceExpression(std::uint32_t at) : Expression(ExpressionKind::Slice, at) {}
    ExpressionPointer base;
    ExpressionPointer start;  // each of the three may be absent
    ExpressionPointer stop;
    ExpressionPointer step;
};

struct ArgumentList {
    std::vector<ExpressionPointer> positional;
    std::vector<std::pair<std::string_view, ExpressionPointer>> named;
    ExpressionPointer rest;        // *rest
    ExpressionPointer named_rest;  // **named_rest
};

enum class CalleeKind : std::uint8_t { Value, Super, SelfBlock };

struct CallExpression final : Expression {
    CallExpression(std::uint32_t at, ExpressionPointer given_callee)
        : Expression(ExpressionKind::Call, at), callee(std::move(given_callee)) {}
    ExpressionPointer callee;
    ArgumentList arguments;
    CalleeKind callee_kind = CalleeKind::Value;
    std::uint32_t super_depth = 1;  // super() is 1, super.super() is 2
    std::string_view block_name;    // of self.NAME()
};

struct FilterExpression final : Expression {
    explicit FilterExpression(std::uint32_t at) : Expression(ExpressionKind::Filter, at) {}
    ExpressionPointer input;  // absent where a filter or set block provides it
    std::string name;
    ArgumentList arguments;
    const RegisteredFilter* filter = nullptr;
};

struct TestExpression final : Expression {
    explicit TestExpression(std::uint32_t at) : Expression(ExpressionKind::Test, at) {}
    ExpressionPointer input;
    std::string name;
    ArgumentList arguments;
    const RegisteredTest* test = nullptr;
    bool is_negated = false;
};

// Not, Negate and Plus.
struct UnaryExpression final : Expression {
    UnaryExpression(ExpressionKind which, std::uint32_t at, ExpressionPointer given)
        : Expression(which, at), operand(std::move(given)) {}
    ExpressionPointer operand;
};

enum class Operation : std::uint8_t { Add, Subtract, Multiply, Divide, FloorDivide, Modulo, Power };

struct ArithmeticExpression final : Expression {
    ArithmeticExpression(Operation which, std::uint32_t at, ExpressionPointer given_left, ExpressionPointer given_right)
        : Expression(ExpressionKind::Arithmetic, at),
          operation(which),
          left(std::move(given_left)),
          right(std::move(given_right)) {}
    Operation operation;
    ExpressionPointer left;
    ExpressionPointer right;
};

// And and Or.
struct LogicExpression final : Expression {
    LogicExpression(ExpressionKind which, std::uint32_t at, ExpressionPointer given_left, ExpressionPointer given_right)
        : Expression(which, at), left(std::move(given_left)), right(std::move(given_right)) {}
    ExpressionPointer left;
    ExpressionPointer right;
};

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn };

struct CompareExpression final : Expression {
    explicit CompareExpression(std::uint32_t at) : Expression(ExpressionKind::Compare, at) {}
    ExpressionPointer first;
    std::vector<std::pair<Comparison, ExpressionPointer>> rest;
};

struct ConcatenationExpression final : Expression {
    explicit ConcatenationExpression(std::uint32_t at) : Expression(ExpressionKind::Concatenation, at) {}
    std::vector<ExpressionPointer> parts;
};

struct ConditionalExpression final : Expression {
    explicit ConditionalExpression(std::uint32_t at) : Expression(ExpressionKind::Conditional, at) {}
    ExpressionPointer condition;
    ExpressionPointer if_true;
    ExpressionPointer if_false;  // may be absent
};

}  // namespace byline::templating
