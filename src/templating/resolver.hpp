// The Resolver completes a parsed template: it gives every name its slot or variable, finds filters and tests, and
// gathers blocks. Scopes are those of Jinja: for, with, macro, block, call, filter, set and autoescape blocks have one.
// Used once, by one thread.
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "result/result.hpp"
#include "templating/syntax.hpp"
#include "templating/template.hpp"

namespace byline::templating {

class Resolver {
  public:
    explicit Resolver(Template& given) : template_(given) {}

    [[nodiscard]] Result<void> resolve(Unit root);

  private:
    enum class ScopeKind : std::uint8_t { Root, Block, Macro, Inner };

    struct Scope {
        ScopeKind kind = ScopeKind::Inner;
        std::vector<std::pair<std::string_view, SlotIndex>> names;
        ScopeSlots own;
        Macro* macro = nullptr;
        SlotIndex next_slot = 0;  // of a unit's outermost scope
    };

    // resolver.cpp: scopes and names
    void resolve_name(NameExpression& name) { resolve_name_from(name, scopes_.size()); }
    void resolve_name_from(NameExpression& name, std::size_t scope_count);
    void capture(NameExpression& name, std::size_t macro_scope);
    [[nodiscard]] bool is_declared_below(std::string_view name, std::size_t scope_count) const;
    [[nodiscard]] bool is_local(std::string_view name) const;
    SlotIndex declare(std::string_view name);
    SlotIndex new_slot(std::size_t scope_count);
    [[nodiscard]] std::size_t unit_scope(std::size_t scope_count) const;
    void declare_target(Target& target);
    [[nodiscard]] std::vector<Visible> visible_names();
    void begin(ScopeKind kind);
    [[nodiscard]] Scope finish();
    [[nodiscard]] Failure fail_at(std::uint32_t offset, std::string message, std::string remedy) const;

    // resolver_statements.cpp
    [[nodiscard]] Result<void> statements(Statements& body);
    [[nodiscard]] Result<void> statement(Statement& given);
    [[nodiscard]] Result<void> for_statement(ForStatement& given);
    [[nodiscard]] Result<void> with_statement(WithStatement& given);
    [[nodiscard]] Result<void> block_statement(BlockStatement& given);
    [[nodiscard]] Result<void> from_import(FromImportStatement& given);
    [[nodiscard]] Result<void> macro(Macro& given, std::uint32_t offset);
    [[nodiscard]] Result<void> scoped_body(Statements& body, ScopeSlots& slots);
    [[nodiscard]] Result<void> reference(TemplateReference& given);

    // resolver_expressions.cpp
    [[nodiscard]] Result<void> expression(Expression& given);
    [[nodiscard]] Result<void> optional(const ExpressionPointer& given);
    [[nodiscard]] Result<void> arguments(ArgumentList& given);
    [[nodiscard]] Result<void> call(CallExpression& given);
    [[nodiscard]] Result<void> filter(FilterExpression& given);
    [[nodiscard]] Result<void> test(TestExpression& given);

    Template& template_;
    std::vector<Scope> scopes_;
};

}  // namespace byline::templating
