// Statements that make one template out of several: block, extends, include, import, macro, call.
#include <algorithm>
#include <utility>

#include "templating/characters.hpp"
#include "templating/parser.hpp"

namespace byline::templating {
namespace {

bool is_blank(const Statements& body) {
    return std::all_of(body.begin(), body.end(), [](const auto& statement) {
        return statement->kind == StatementKind::Data &&
               trim_spaces(static_cast<const DataStatement&>(*statement).text).empty();
    });
}

}  // namespace

// The body of what runs in a frame of its own; knows how deep it goes.
Result<Unit> Parser::parse_unit(std::string_view end) {
    const std::uint16_t outer_deepest = std::exchange(deepest_, depth_);
    const std::uint16_t depth = depth_;
    Unit unit;
    TRY(unit.body, parse_body({end}));
    advance();
    unit.nesting = static_cast<std::uint16_t>(deepest_ - depth + 1);
    deepest_ = std::max(outer_deepest, deepest_);
    return unit;
}

Parser::ParsedStatement Parser::parse_block(const Token& tag) {
    auto statement = std::make_unique<BlockStatement>(tag.offset);
    TRY(const Token name, expect_any_name("the block's name"));
    statement->name = name.text;
    statement->is_scoped = skip_name("scoped");
    statement->block = std::make_unique<Block>();
    statement->block->name = name.text;
    statement->block->offset = tag.offset;
    statement->block->is_required = skip_name("required");
    if (current().is_operator("-")) {
        return fail_here("a block's name cannot contain a hyphen", "use an underscore");
    }
    TRY(statement->block->unit, parse_unit("endblock"));
    if (statement->block->is_required && !is_blank(statement->block->unit.body)) {
        return fail_at(tag.offset, "the required block '" + std::string(name.text) + "' has content",
                       "leave it empty: the templates that extend this one fill it");
    }
    if (current().is(TokenKind::Name) && !skip_name(name.text)) {
        return fail_here(
            "'endblock " + std::string(current().text) + "' closes the block '" + std::string(name.text) + "'",
            "name the block that is open, or none");
    }
    return std::unique_ptr<Statement>(std::move(statement));
}

Result<void> Parser::parse_reference(TemplateReference& reference) {
    TRY(reference.expression, parse_expression());
    const auto add = [&reference](const Expression& expression) {
        if (expression.kind != ExpressionKind::Constant) return;
        const Value& value = static_cast<const ConstantExpression&>(expression).value;
        if (value.is_string()) reference.constant_names.emplace_back(value.as_string_view());
    };
    add(*reference.expression);
    if (reference.expression->kind == ExpressionKind::Sequence) {
        for (const auto& item : static_cast<const SequenceExpression&>(*reference.expression).items) add(*item);
    } else if (reference.expression->kind == ExpressionKind::Conditional) {
        const auto& conditional = static_cast<const ConditionalExpression&>(*reference.expression);
        add(*conditional.if_true);
        if (conditional.if_false != nullptr) add(*conditional.if_false);
    }
    return {};
}

// "with context" or "without context"; false when neither stands here.
bool Parser::parse_context_use(ContextUse& use) {
    if ((!current().is_name("with") && !current().is_name("without")) || !following().is_name("context")) return false;
    use = advance().text == "with" ? ContextUse::With : ContextUse::Without;
    advance();
    return true;
}

Parser::ParsedStatement Parser::parse_extends(const Token& tag) {
    auto statement = std::make_unique<ExtendsStatement>(tag.offset);
    CHECK(parse_reference(statement->parent));
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_include(const Token& tag) {
    auto statement = std::make_unique<IncludeStatement>(tag.offset);
    CHECK(parse_reference(statement->included));
    if (current().is_name("ignore") && following().is_name("missing")) {
        advance();
        advance();
        statement->ignores_missing = true;
    }
    parse_context_use(statement->context);
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_import(const Token& tag) {
    auto statement = std::make_unique<ImportStatement>(tag.offset);
    CHECK(parse_reference(statement->imported));
    CHECK(expect_name("as"));
    TRY(statement->target, parse_name_target());
    parse_context_use(statement->context);
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_from(const Token& tag) {
    auto statement = std::make_unique<FromImportStatement>(tag.offset);
    CHECK(parse_reference(statement->imported));
    CHECK(expect_name("import"));
    while (true) {
        if (!statement->names.empty()) CHECK(expect_operator(","));
        if (parse_context_use(statement->context)) break;
        TRY(auto target, parse_name_target());
        const std::string_view name = target.name;
        if (name.starts_with('_')) {
            return fail_at(target.offset, "names that start with an underscore are not exported",
                           "rename the macro '" + std::string(name) + "'");
        }
        if (skip_name("as")) {
            TRY(target, parse_name_target());
        }
        statement->names.emplace_back(name, std::move(target));
        if (parse_context_use(statement->context) || !current().is_operator(",")) break;
    }
    return std::unique_ptr<Statement>(std::move(statement));
}

Result<void> Parser::parse_signature(Macro& macro) {
    CHECK(expect_operator("("));
    while (!current().is_operator(")")) {
        if (!macro.parameters.empty()) CHECK(expect_operator(","));
        TRY(const auto target, parse_name_target());
        for (const Parameter& other : macro.parameters) {
            if (other.name == target.name) {
                return fail_at(target.offset, "the parameter '" + std::string(target.name) + "' stands twice",
                               "rename one");
            }
        }
        Parameter parameter{target.name, nullptr};
        if (skip_operator("=")) {
            TRY(parameter.fallback, parse_expression());
        } else if (!macro.parameters.empty() && macro.parameters.back().fallback != nullptr) {
            return fail_at(target.offset, "a parameter without default follows one with a default",
                           "give '" + std::string(target.name) + "' a default, or move it forward");
        }
        macro.parameters.push_back(std::move(parameter));
    }
    return expect_operator(")");
}

Parser::ParsedStatement Parser::parse_macro(const Token& tag) {
    auto statement = std::make_unique<MacroStatement>(tag.offset);
    TRY(statement->target, parse_name_target());
    statement->macro = std::make_unique<Macro>();
    statement->macro->name = statement->target.name;
    statement->macro->offset = tag.offset;
    CHECK(parse_signature(*statement->macro));
    TRY(statement->macro->unit, parse_unit("endmacro"));
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_call_block(const Token& tag) {
    auto statement = std::make_unique<CallBlockStatement>(tag.offset);
    statement->caller = std::make_unique<Macro>();
    statement->caller->name = "caller";
    statement->caller->offset = tag.offset;
    if (current().is_operator("(")) CHECK(parse_signature(*statement->caller));
    const std::uint32_t offset = current().offset;
    TRY(statement->call, parse_expression());
    if (statement->call->kind != ExpressionKind::Call) {
        return fail_at(offset, "'call' needs the call of a macro", "for example '{% call card(title) %}'");
    }
    TRY(statement->caller->unit, parse_unit("endcall"));
    return std::unique_ptr<Statement>(std::move(statement));
}

}  // namespace byline::templating
