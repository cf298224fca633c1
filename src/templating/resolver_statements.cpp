#include <limits>

#include "templating/registry.hpp"
#include "templating/resolver.hpp"

namespace byline::templating {
namespace {

template <typename Node>
Node& as(Statement& statement) {
    return static_cast<Node&>(statement);
}

}  // namespace

Result<void> Resolver::statements(Statements& body) {
    for (auto& each : body) CHECK(statement(*each));
    return {};
}

Result<void> Resolver::scoped_body(Statements& body, ScopeSlots& slots) {
    begin(ScopeKind::Inner);
    CHECK(statements(body));
    slots = finish().own;
    return {};
}

Result<void> Resolver::reference(TemplateReference& given) {
    for (const std::string& name : given.constant_names) template_.references_.push_back(name);
    return expression(*given.expression);
}

Result<void> Resolver::statement(Statement& given) {
    switch (given.kind) {
        case StatementKind::Data: return {};
        case StatementKind::Output: return expression(*as<OutputStatement>(given).expression);
        case StatementKind::If: {
            auto& node = as<IfStatement>(given);
            for (auto& [condition, body] : node.branches) {
                CHECK(expression(*condition));
                CHECK(statements(body));
            }
            return statements(node.otherwise);
        }
        case StatementKind::For: return for_statement(as<ForStatement>(given));
        case StatementKind::Set: {
            auto& node = as<SetStatement>(given);
            CHECK(expression(*node.value));
            declare_target(node.target);
            return {};
        }
        case StatementKind::SetBlock: {
            auto& node = as<SetBlockStatement>(given);
            CHECK(scoped_body(node.body, node.slots));
            CHECK(optional(node.filter));
            declare_target(node.target);
            return {};
        }
        case StatementKind::FilterBlock: {
            auto& node = as<FilterBlockStatement>(given);
            CHECK(scoped_body(node.body, node.slots));
            return optional(node.filter);
        }
        case StatementKind::With: return with_statement(as<WithStatement>(given));
        case StatementKind::Autoescape: {
            auto& node = as<AutoescapeStatement>(given);
            CHECK(expression(*node.is_on));
            return scoped_body(node.body, node.slots);
        }
        case StatementKind::Block: return block_statement(as<BlockStatement>(given));
        case StatementKind::Extends: return reference(as<ExtendsStatement>(given).parent);
        case StatementKind::Include: {
            auto& node = as<IncludeStatement>(given);
            CHECK(reference(node.included));
            if (node.context == ContextUse::With) node.visible = visible_names();
            return {};
        }
        case StatementKind::Import: {
            auto& node = as<ImportStatement>(given);
            CHECK(reference(node.imported));
            if (node.context == ContextUse::With) node.visible = visible_names();
            declare_target(node.target);
            return {};
        }
        case StatementKind::FromImport: return from_import(as<FromImportStatement>(given));
        case StatementKind::Macro: {
            auto& node = as<MacroStatement>(given);
            // Declared first: a macro may call itself.
            declare_target(node.target);
            return macro(*node.macro, node.offset);
        }
        case StatementKind::CallBlock: {
            auto& node = as<CallBlockStatement>(given);
            CHECK(expression(*node.call));
            return macro(*node.caller, node.offset);
        }
    }
    return {};
}

Result<void> Resolver::from_import(FromImportStatement& given) {
    CHECK(reference(given.imported));
    if (given.context == ContextUse::With) given.visible = visible_names();
    for (auto& [name, target] : given.names) declare_target(target);
    return {};
}

Result<void> Resolver::for_statement(ForStatement& given) {
    CHECK(expression(*given.items));
    const std::size_t unit = unit_scope(scopes_.size());
    given.first_slot = scopes_[unit].next_slot;
    begin(ScopeKind::Inner);
    declare_target(given.target);
    CHECK(optional(given.condition));
    given.loop_slot = declare("loop");
    CHECK(statements(given.body));
    given.slots = finish().own;
    given.last_slot = scopes_[unit].next_slot;
    return scoped_body(given.otherwise, given.otherwise_slots);
}

Result<void> Resolver::with_statement(WithStatement& given) {
    // The values are computed outside of the scope that they are given to.
    for (auto& [target, value] : given.assignments) CHECK(expression(*value));
    begin(ScopeKind::Inner);
    for (auto& [target, value] : given.assignments) declare_target(target);
    CHECK(statements(given.body));
    given.slots = finish().own;
    return {};
}

Result<void> Resolver::block_statement(BlockStatement& given) {
    if (const Block* other = template_.find_block(given.name)) {
        Error error = template_.source().error(
            given.offset, "the block '" + std::string(given.name) + "' is defined twice",
            "rename one of them; to show one again use 'self." + std::string(given.name) + "()'");
        error.notes.push_back({"first defined here", template_.source().place(other->offset)});
        return fail(std::move(error));
    }
    if (given.is_scoped) given.visible = visible_names();
    template_.blocks_.push_back(std::move(given.block));
    Block& block = *template_.blocks_.back();
    begin(ScopeKind::Block);
    CHECK(statements(block.unit.body));
    block.unit.slot_count = finish().next_slot;
    return {};
}

Result<void> Resolver::macro(Macro& given, std::uint32_t offset) {
    constexpr std::size_t maximal_parameters = 255;
    if (given.parameters.size() > maximal_parameters) {
        return fail_at(offset, "a macro has more than 255 parameters", "pass a map instead");
    }
    begin(ScopeKind::Macro);
    scopes_.back().macro = &given;
    for (Parameter& parameter : given.parameters) declare(parameter.name);
    for (Parameter& parameter : given.parameters) CHECK(optional(parameter.fallback));
    CHECK(statements(given.unit.body));
    given.unit.slot_count = finish().next_slot;
    return {};
}

}  // namespace byline::templating
