// Expressions by precedence, loosest first; the grammar is that of Jinja 3.1.
#include <array>
#include <utility>

#include "templating/parser.hpp"

namespace byline::templating {

Parser::Parsed Parser::parse_expression(Conditionals conditionals) {
    CHECK(enter());
    auto parsed = conditionals == Conditionals::Allowed ? parse_conditional() : parse_or();
    leave();
    if (parsed) note_depth(*parsed);
    return parsed;
}

Parser::Parsed Parser::parse_tuple(Conditionals conditionals, std::string_view end_name, bool in_parentheses) {
    const std::uint32_t offset = current().offset;
    auto tuple = std::make_unique<SequenceExpression>(offset, true);
    bool has_comma = false;
    while (true) {
        if (!tuple->items.empty()) CHECK(expect_operator(","));
        if (current().is(TokenKind::VariableEnd) || current().is(TokenKind::BlockEnd) || current().is_operator(")") ||
            (!end_name.empty() && current().is_name(end_name))) {
            break;
        }
        TRY(auto item, parse_expression(conditionals));
        CHECK(cover(*tuple, item));
        tuple->items.push_back(std::move(item));
        if (!current().is_operator(",")) break;
        has_comma = true;
    }
    if (!has_comma) {
        if (!tuple->items.empty()) return std::move(tuple->items.front());
        if (!in_parentheses) {
            return fail_here("expected an expression, found " + describe_current(), "write what is to be computed");
        }
    }
    return ExpressionPointer(std::move(tuple));
}

Parser::Parsed Parser::parse_conditional() {
    std::uint32_t offset = current().offset;
    TRY(auto node, parse_or());
    while (skip_name("if")) {
        auto conditional = std::make_unique<ConditionalExpression>(offset);
        conditional->if_true = std::move(node);
        TRY(conditional->condition, parse_or());
        if (skip_name("else")) {
            CHECK(enter());
            auto otherwise = parse_conditional();
            leave();
            if (!otherwise) return otherwise;
            conditional->if_false = std::move(*otherwise);
        }
        CHECK(cover(*conditional, conditional->condition));
        CHECK(cover(*conditional, conditional->if_true));
        CHECK(cover(*conditional, conditional->if_false));
        node = std::move(conditional);
        offset = current().offset;
    }
    return node;
}

Parser::Parsed Parser::parse_or() {
    TRY(auto left, parse_and());
    while (current().is_name("or")) {
        const std::uint32_t offset = advance().offset;
        TRY(auto right, parse_and());
        auto node = std::make_unique<LogicExpression>(ExpressionKind::Or, offset, std::move(left), std::move(right));
        CHECK(cover(*node, node->left));
        CHECK(cover(*node, node->right));
        left = std::move(node);
    }
    return left;
}

Parser::Parsed Parser::parse_and() {
    TRY(auto left, parse_not());
    while (current().is_name("and")) {
        const std::uint32_t offset = advance().offset;
        TRY(auto right, parse_not());
        auto node = std::make_unique<LogicExpression>(ExpressionKind::And, offset, std::move(left), std::move(right));
        CHECK(cover(*node, node->left));
        CHECK(cover(*node, node->right));
        left = std::move(node);
    }
    return left;
}

Parser::Parsed Parser::parse_not() {
    if (!current().is_name("not")) return parse_compare();
    const std::uint32_t offset = advance().offset;
    CHECK(enter());
    auto operand = parse_not();
    leave();
    if (!operand) return operand;
    auto node = std::make_unique<UnaryExpression>(ExpressionKind::Not, offset, std::move(*operand));
    CHECK(cover(*node, node->operand));
    return ExpressionPointer(std::move(node));
}

Parser::Parsed Parser::parse_compare() {
    constexpr std::array<std::pair<std::string_view, Comparison>, 6> operators{{{"==", Comparison::Equal},
                                                                                {"!=", Comparison::NotEqual},
                                                                                {"<", Comparison::Less},
                                                                                {"<=", Comparison::LessOrEqual},
                                                                                {">", Comparison::Greater},
                                                                                {">=", Comparison::GreaterOrEqual}}};
    TRY(auto first, parse_sum());
    std::unique_ptr<CompareExpression> node;
    while (true) {
        const std::uint32_t offset = current().offset;
        bool found = false;
        Comparison comparison = Comparison::In;
        for (const auto& [text, which] : operators) {
            if (!current().is_operator(text)) continue;
            found = true;
            comparison = which;
        }
        if (current().is_name("in")) found = true;
        if (current().is_name("not") && following().is_name("in")) {
            advance();
            found = true;
            comparison = Comparison::NotIn;
        }
        if (!found) break;
        advance();
        if (node == nullptr) node = std::make_unique<CompareExpression>(offset);
        TRY(auto right, parse_sum());
        CHECK(cover(*node, right));
        node->rest.emplace_back(comparison, std::move(right));
    }
    if (node == nullptr) return first;
    CHECK(cover(*node, first));
    node->first = std::move(first);
    return ExpressionPointer(std::move(node));
}

Result<ExpressionPointer> Parser::arithmetic(Operation operation, std::uint32_t offset, ExpressionPointer left,
                                             ExpressionPointer right) const {
    auto node = std::make_unique<ArithmeticExpression>(operation, offset, std::move(left), std::move(right));
    CHECK(cover(*node, node->left));
    CHECK(cover(*node, node->right));
    return ExpressionPointer(std::move(node));
}

Parser::Parsed Parser::parse_sum() {
    TRY(auto left, parse_concatenation());
    while (current().is_operator("+") || current().is_operator("-")) {
        const Operation operation = current().is_operator("+") ? Operation::Add : Operation::Subtract;
        const std::uint32_t offset = advance().offset;
        TRY(auto right, parse_concatenation());
        TRY(left, arithmetic(operation, offset, std::move(left), std::move(right)));
    }
    return left;
}

Parser::Parsed Parser::parse_concatenation() {
    TRY(auto first, parse_product());
    if (!current().is_operator("~")) return first;
    auto node = std::make_unique<ConcatenationExpression>(current().offset);
    CHECK(cover(*node, first));
    node->parts.push_back(std::move(first));
    while (skip_operator("~")) {
        TRY(auto part, parse_product());
        CHECK(cover(*node, part));
        node->parts.push_back(std::move(part));
    }
    return ExpressionPointer(std::move(node));
}

Parser::Parsed Parser::parse_product() {
    constexpr std::array<std::pair<std::string_view, Operation>, 4> operators{{{"*", Operation::Multiply},
                                                                               {"/", Operation::Divide},
                                                                               {"//", Operation::FloorDivide},
                                                                               {"%", Operation::Modulo}}};
    TRY(auto left, parse_power());
    while (current().is(TokenKind::Operator)) {
        const auto* found = operators.begin();
        while (found != operators.end() && found->first != current().text) ++found;
        if (found == operators.end()) break;
        const std::uint32_t offset = advance().offset;
        TRY(auto right, parse_power());
        TRY(left, arithmetic(found->second, offset, std::move(left), std::move(right)));
    }
    return left;
}

Parser::Parsed Parser::parse_power() {
    TRY(auto left, parse_unary());
    while (current().is_operator("**")) {
        const std::uint32_t offset = advance().offset;
        TRY(auto right, parse_unary());
        TRY(left, arithmetic(Operation::Power, offset, std::move(left), std::move(right)));
    }
    return left;
}

Parser::Parsed Parser::parse_unary(Filters filters) {
    CHECK(enter());
    const auto inner = [this]() -> Parsed {
        const std::uint32_t offset = current().offset;
        if (!current().is_operator("-") && !current().is_operator("+")) return parse_primary();
        const ExpressionKind kind = current().is_operator("-") ? ExpressionKind::Negate : ExpressionKind::Plus;
        advance();
        TRY(auto operand, parse_unary(Filters::NotAllowed));
        auto node = std::make_unique<UnaryExpression>(kind, offset, std::move(operand));
        CHECK(cover(*node, node->operand));
        return ExpressionPointer(std::move(node));
    };
    auto node = inner();
    leave();
    if (!node) return node;
    TRY(auto with_postfix, parse_postfix(std::move(*node)));
    if (filters == Filters::NotAllowed) return with_postfix;
    return parse_filters_and_tests(std::move(with_postfix));
}

}  // namespace byline::templating
