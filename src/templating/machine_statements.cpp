#include <utility>

#include "templating/machine.hpp"
#include "templating/operations.hpp"

namespace byline::templating {
namespace {

template <typename Node>
const Node& as(const Statement& statement) {
    return static_cast<const Node&>(statement);
}

}  // namespace

bool Machine::run_statements(const Statements& body, const Frame& frame) {
    for (const auto& statement : body) {
        if (!run_statement(*statement, frame)) return false;
    }
    return true;
}

bool Machine::run_statement(const Statement& statement, const Frame& frame) {
    switch (statement.kind) {
        case StatementKind::Data:
            if (!is_muted_) out_->append(as<DataStatement>(statement).text);
            return check_output(frame, statement.offset);
        case StatementKind::Output: return is_muted_ || run_output(as<OutputStatement>(statement), frame);
        case StatementKind::If: return run_if(as<IfStatement>(statement), frame);
        case StatementKind::For: return run_for(as<ForStatement>(statement), frame);
        case StatementKind::Set: {
            const auto& node = as<SetStatement>(statement);
            Value value;
            return evaluate(*node.value, frame, value) && assign(node.target, std::move(value), frame);
        }
        case StatementKind::SetBlock: return run_set_block(as<SetBlockStatement>(statement), frame);
        case StatementKind::With: return run_with(as<WithStatement>(statement), frame);
        case StatementKind::Autoescape: return run_autoescape(as<AutoescapeStatement>(statement), frame);
        case StatementKind::FilterBlock:
            return is_muted_ || run_filter_block(as<FilterBlockStatement>(statement), frame);
        case StatementKind::Block: return is_muted_ || run_block(as<BlockStatement>(statement), frame);
        case StatementKind::Extends: return run_extends(as<ExtendsStatement>(statement), frame);
        case StatementKind::Include: return is_muted_ || run_include(as<IncludeStatement>(statement), frame);
        case StatementKind::Import: return run_import(as<ImportStatement>(statement), frame);
        case StatementKind::FromImport: return run_from_import(as<FromImportStatement>(statement), frame);
        case StatementKind::Macro: return run_macro_statement(as<MacroStatement>(statement), frame);
        case StatementKind::CallBlock: return is_muted_ || run_call_block(as<CallBlockStatement>(statement), frame);
    }
    return true;
}

bool Machine::run_output(const OutputStatement& statement, const Frame& frame) {
    const Expression& expression = *statement.expression;
    if (const Value* value = peek(expression, frame)) return emit(*value, frame, expression.offset);
    Value result;
    if (expression.kind == ExpressionKind::Call) {
        bool handled = false;
        const auto& call = static_cast<const CallExpression&>(expression);
        if (!call_or_write(call, frame, nullptr, result, handled)) return false;
        if (handled) return check_output(frame, expression.offset);
    } else if (expression.kind == ExpressionKind::Conditional) {
        // What `a if b` gives when b is false prints as nothing.
        const auto& conditional = static_cast<const ConditionalExpression&>(expression);
        if (conditional.if_false == nullptr) {
            bool truth = false;
            if (!evaluate_truth(*conditional.condition, frame, truth)) return false;
            if (!truth) return true;
            return evaluate(*conditional.if_true, frame, result) && emit(result, frame, expression.offset);
        }
        if (!evaluate(expression, frame, result)) return false;
    } else if (!evaluate(expression, frame, result)) {
        return false;
    }
    return emit(result, frame, expression.offset);
}

bool Machine::run_if(const IfStatement& statement, const Frame& frame) {
    for (const auto& [condition, body] : statement.branches) {
        bool truth = false;
        if (!evaluate_truth(*condition, frame, truth)) return false;
        if (truth) return run_statements(body, frame);
    }
    return run_statements(statement.otherwise, frame);
}

bool Machine::capture(const Statements& body, const ScopeSlots& slots, const Frame& frame, std::string& text) {
    std::string* const outer = std::exchange(out_, &text);
    const bool was_muted = std::exchange(is_muted_, false);
    clear(frame, slots);
    const bool ran = run_statements(body, frame);
    out_ = outer;
    is_muted_ = was_muted;
    return ran;
}

bool Machine::run_set_block(const SetBlockStatement& statement, const Frame& frame) {
    std::string text;
    if (!capture(statement.body, statement.slots, frame, text)) return false;
    Value value = captured_text(std::move(text));
    if (statement.filter != nullptr) {
        const Value input = std::move(value);
        const Value* const outer = std::exchange(block_input_, &input);
        const bool evaluated = evaluate(*statement.filter, frame, value);
        block_input_ = outer;
        if (!evaluated) return false;
    }
    return assign(statement.target, std::move(value), frame);
}

bool Machine::run_filter_block(const FilterBlockStatement& statement, const Frame& frame) {
    std::string text;
    if (!capture(statement.body, statement.slots, frame, text)) return false;
    const Value input = captured_text(std::move(text));
    const Value* const outer = std::exchange(block_input_, &input);
    Value result;
    const bool evaluated = evaluate(*statement.filter, frame, result);
    block_input_ = outer;
    return evaluated && emit(result, frame, statement.offset);
}

bool Machine::run_with(const WithStatement& statement, const Frame& frame) {
    std::vector<Value> values(statement.assignments.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!evaluate(*statement.assignments[i].second, frame, values[i])) return false;
    }
    clear(frame, statement.slots);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!assign(statement.assignments[i].first, std::move(values[i]), frame)) return false;
    }
    return run_statements(statement.body, frame);
}

bool Machine::run_autoescape(const AutoescapeStatement& statement, const Frame& frame) {
    bool is_on = false;
    if (!evaluate_truth(*statement.is_on, frame, is_on)) return false;
    const Escaping outer = std::exchange(escaping_, is_on ? Escaping::On : Escaping::Off);
    clear(frame, statement.slots);
    const bool ran = run_statements(statement.body, frame);
    escaping_ = outer;
    return ran;
}

}  // namespace byline::templating
