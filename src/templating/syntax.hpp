// The syntax tree of a template: what the parser makes, the resolver completes and the machine runs.
// Immutable once resolved, so that any number of threads may run it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/expression.hpp"
#include "templating/value.hpp"

namespace byline::templating {

class Template;

enum class StatementKind : std::uint8_t {
    Data,
    Output,
    If,
    For,
    Set,
    SetBlock,
    With,
    Autoescape,
    FilterBlock,
    Block,
    Extends,
    Include,
    Import,
    FromImport,
    Macro,
    CallBlock,
};

struct Statement {
    Statement(StatementKind given_kind, std::uint32_t given_offset) : kind(given_kind), offset(given_offset) {}
    virtual ~Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    StatementKind kind;
    std::uint32_t offset;
};
using Statements = std::vector<std::unique_ptr<Statement>>;

// What is assigned to: a slot of the frame, a variable of the context, an attribute of a namespace, or several.
struct Target {
    enum class Kind : std::uint8_t { Slot, Variable, NamespaceAttribute, Several };
    Kind kind = Kind::Variable;
    std::uint32_t offset = 0;
    std::string_view name;
    SlotIndex slot = 0;
    VariableId variable = 0;
    std::unique_ptr<NameExpression> space;  // of a NamespaceAttribute; `name` is the attribute
    std::vector<Target> parts;
};

// The slots that a scope has of its own; they are empty when it begins.
using ScopeSlots = std::vector<SlotIndex>;

// A local name that is handed to an included template, a scoped block, or a macro defined here.
struct Visible {
    std::unique_ptr<NameExpression> source;
    VariableId variable = 0;  // what the receiver's context calls it
    SlotIndex slot = 0;       // or the receiver's own slot
};

struct DataStatement final : Statement {
    DataStatement(std::uint32_t at, std::string_view given) : Statement(StatementKind::Data, at), text(given) {}
    std::string_view text;
};

struct OutputStatement final : Statement {
    OutputStatement(std::uint32_t at, ExpressionPointer given)
        : Statement(StatementKind::Output, at), expression(std::move(given)) {}
    ExpressionPointer expression;
};

struct IfStatement final : Statement {
    explicit IfStatement(std::uint32_t at) : Statement(StatementKind::If, at) {}
    std::vector<std::pair<ExpressionPointer, Statements>> branches;
    Statements otherwise;
};

struct ForStatement final : Statement {
    explicit ForStatement(std::uint32_t at) : Statement(StatementKind::For, at) {}
    Target target;
    ExpressionPointer items;
    ExpressionPointer condition;  // may be absent
    bool is_recursive = false;
    SlotIndex loop_slot = 0;
    SlotIndex first_slot = 0;  // all slots of the body and of what is inside it, for recursion
    SlotIndex last_slot = 0;   // one behind
    ScopeSlots slots;
    Statements body;
    ScopeSlots otherwise_slots;
    Statements otherwise;
};

struct SetStatement final : Statement {
    explicit SetStatement(std::uint32_t at) : Statement(StatementKind::Set, at) {}
    Target target;
    ExpressionPointer value;
};

struct SetBlockStatement final : Statement {
    explicit SetBlockStatement(std::uint32_t at) : Statement(StatementKind::SetBlock, at) {}
    Target target;
    ExpressionPointer filter;  // the outermost of a chain whose innermost has no input; may be absent
    ScopeSlots slots;
    Statements body;
};

struct FilterBlockStatement final : Statement {
    explicit FilterBlockStatement(std::uint32_t at) : Statement(StatementKind::FilterBlock, at) {}
    ExpressionPointer filter;
    ScopeSlots slots;
    Statements body;
};

struct WithStatement final : Statement {
    explicit WithStatement(std::uint32_t at) : Statement(StatementKind::With, at) {}
    std::vector<std::pair<Target, ExpressionPointer>> assignments;
    ScopeSlots slots;
    Statements body;
};

struct AutoescapeStatement final : Statement {
    explicit AutoescapeStatement(std::uint32_t at) : Statement(StatementKind::Autoescape, at) {}
    ExpressionPointer is_on;
    ScopeSlots slots;
    Statements body;
};

// A piece of a template that runs in a frame of its own: the whole, a block, a macro.
struct Unit {
    SlotIndex slot_count = 0;
    std::uint16_t nesting = 0;  // of its deepest statement and expression, for the bound on the machine's stack
    Statements body;
};

struct Block {
    std::string_view name;
    std::uint32_t offset = 0;
    bool is_required = false;
    Unit unit;
};

struct BlockStatement final : Statement {
    explicit BlockStatement(std::uint32_t at) : Statement(StatementKind::Block, at) {}
    std::string_view name;
    bool is_scoped = false;
    std::unique_ptr<Block> block;  // moved to the template by the resolver
    std::vector<Visible> visible;  // when scoped
};

// The name of a template: constant in nearly all cases, and then found once.
struct TemplateReference {
    ExpressionPointer expression;
    std::vector<std::string> constant_names;
    mutable std::atomic<const Template*> found{nullptr};
};

enum class ContextUse : std::uint8_t { With, Without };

struct ExtendsStatement final : Statement {
    explicit ExtendsStatement(std::uint32_t at) : Statement(StatementKind::Extends, at) {}
    TemplateReference parent;
};

struct IncludeStatement final : Statement {
    explicit IncludeStatement(std::uint32_t at) : Statement(StatementKind::Include, at) {}
    TemplateReference included;
    bool ignores_missing = false;
    ContextUse context = ContextUse::With;
    std::vector<Visible> visible;
};

struct ImportStatement final : Statement {
    explicit ImportStatement(std::uint32_t at) : Statement(StatementKind::Import, at) {}
    TemplateReference imported;
    ContextUse context = ContextUse::Without;
    Target target;
    std::vector<Visible> visible;
};

struct FromImportStatement final : Statement {
    explicit FromImportStatement(std::uint32_t at) : Statement(StatementKind::FromImport, at) {}
    TemplateReference imported;
    ContextUse context = ContextUse::Without;
    std::vector<std::pair<std::string_view, Target>> names;
    std::vector<Visible> visible;
};

struct Parameter {
    std::string_view name;
    ExpressionPointer fallback;  // absent when it must be given
};

struct Macro {
    std::string_view name;
    std::uint32_t offset = 0;
    std::vector<Parameter> parameters;  // in the slots 0, 1, ...
    bool uses_caller = false;
    bool uses_varargs = false;
    bool uses_kwargs = false;
    SlotIndex caller_slot = 0;
    SlotIndex varargs_slot = 0;
    SlotIndex kwargs_slot = 0;
    std::vector<Visible> captured;
    Unit unit;
};

struct MacroStatement final : Statement {
    explicit MacroStatement(std::uint32_t at) : Statement(StatementKind::Macro, at) {}
    std::unique_ptr<Macro> macro;
    Target target;
};

struct CallBlockStatement final : Statement {
    explicit CallBlockStatement(std::uint32_t at) : Statement(StatementKind::CallBlock, at) {}
    std::unique_ptr<Macro> caller;
    ExpressionPointer call;
};

}  // namespace byline::templating
