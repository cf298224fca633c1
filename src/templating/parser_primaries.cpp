// The innermost parts of expressions: literals, names, and what follows them (attributes, calls, filters, tests).
#include <utility>

#include "templating/parser.hpp"

namespace byline::templating {

Parser::Parsed Parser::parse_primary() {
    const Token& token = current();
    switch (token.kind) {
        case TokenKind::Name: {
            advance();
            if (token.text == "true" || token.text == "True" || token.text == "false" || token.text == "False") {
                return ExpressionPointer(std::make_unique<ConstantExpression>(
                    token.offset, Value::boolean(token.text == "true" || token.text == "True")));
            }
            if (token.text == "none" || token.text == "None") {
                return ExpressionPointer(std::make_unique<ConstantExpression>(token.offset, Value::none()));
            }
            return ExpressionPointer(std::make_unique<NameExpression>(token.offset, token.text));
        }
        case TokenKind::String: {
            std::string text;
            while (current().is(TokenKind::String)) text += advance().decoded;
            return ExpressionPointer(
                std::make_unique<ConstantExpression>(token.offset, Value::string(std::move(text))));
        }
        case TokenKind::Integer:
            advance();
            return ExpressionPointer(std::make_unique<ConstantExpression>(token.offset, Value::integer(token.integer)));
        case TokenKind::Float:
            advance();
            return ExpressionPointer(std::make_unique<ConstantExpression>(token.offset, Value::number(token.number)));
        default: break;
    }
    if (token.is_operator("[")) return parse_list();
    if (token.is_operator("{")) return parse_map();
    if (skip_operator("(")) {
        TRY(auto inner, parse_tuple(Conditionals::Allowed, {}, true));
        CHECK(expect_operator(")"));
        return inner;
    }
    return fail_here("expected an expression, found " + describe_current(), "write what is to be computed");
}

Parser::Parsed Parser::parse_list() {
    auto list = std::make_unique<SequenceExpression>(advance().offset, false);
    while (!current().is_operator("]")) {
        if (!list->items.empty()) CHECK(expect_operator(","));
        if (current().is_operator("]")) break;
        TRY(auto item, parse_expression());
        CHECK(cover(*list, item));
        list->items.push_back(std::move(item));
    }
    CHECK(expect_operator("]"));
    return ExpressionPointer(std::move(list));
}

Parser::Parsed Parser::parse_map() {
    auto map = std::make_unique<MapExpression>(advance().offset);
    while (!current().is_operator("}")) {
        if (!map->entries.empty()) CHECK(expect_operator(","));
        if (current().is_operator("}")) break;
        TRY(auto key, parse_expression());
        CHECK(expect_operator(":"));
        TRY(auto value, parse_expression());
        CHECK(cover(*map, key));
        CHECK(cover(*map, value));
        map->entries.emplace_back(std::move(key), std::move(value));
    }
    CHECK(expect_operator("}"));
    return ExpressionPointer(std::move(map));
}

Parser::Parsed Parser::parse_postfix(ExpressionPointer node) {
    while (true) {
        if (current().is_operator(".") || current().is_operator("[")) {
            TRY(node, parse_subscript(std::move(node)));
        } else if (current().is_operator("(")) {
            TRY(node, parse_call(std::move(node)));
        } else {
            return node;
        }
    }
}

Parser::Parsed Parser::parse_filters_and_tests(ExpressionPointer node) {
    while (true) {
        if (current().is_operator("|")) {
            advance();
            TRY(node, parse_filter(std::move(node)));
        } else if (current().is_name("is")) {
            TRY(node, parse_test(std::move(node)));
        } else if (current().is_operator("(")) {
            TRY(node, parse_call(std::move(node)));
        } else {
            return node;
        }
    }
}

Parser::Parsed Parser::parse_subscript(ExpressionPointer base) {
    const Token& opening = advance();
    if (opening.text == ".") {
        const Token& name = current();
        if (name.is(TokenKind::Name)) {
            advance();
            auto node = std::make_unique<AttributeExpression>(name.offset, std::move(base), name.text);
            CHECK(cover(*node, node->base));
            return ExpressionPointer(std::move(node));
        }
        if (!name.is(TokenKind::Integer)) {
            return fail_here("expected a name or a number after '.', found " + describe_current(),
                             "write the attribute's name");
        }
        advance();
        auto key = std::make_unique<ConstantExpression>(name.offset, Value::integer(name.integer));
        auto node = std::make_unique<ItemExpression>(name.offset, std::move(base), std::move(key));
        CHECK(cover(*node, node->base));
        return ExpressionPointer(std::move(node));
    }
    if (current().is_operator(":")) return parse_slice(std::move(base), opening.offset, nullptr);
    TRY(auto key, parse_expression());
    if (current().is_operator(":")) return parse_slice(std::move(base), opening.offset, std::move(key));
    if (current().is_operator(",")) {
        auto tuple = std::make_unique<SequenceExpression>(key->offset, true);
        CHECK(cover(*tuple, key));
        tuple->items.push_back(std::move(key));
        while (skip_operator(",")) {
            TRY(auto item, parse_expression());
            CHECK(cover(*tuple, item));
            tuple->items.push_back(std::move(item));
        }
        key = std::move(tuple);
    }
    CHECK(expect_operator("]"));
    auto node = std::make_unique<ItemExpression>(opening.offset, std::move(base), std::move(key));
    CHECK(cover(*node, node->base));
    CHECK(cover(*node, node->key));
    return ExpressionPointer(std::move(node));
}

// From the first colon on.
Parser::Parsed Parser::parse_slice(ExpressionPointer base, std::uint32_t offset, ExpressionPointer start) {
    auto slice = std::make_unique<SliceExpression>(offset);
    slice->base = std::move(base);
    slice->start = std::move(start);
    CHECK(expect_operator(":"));
    if (!current().is_operator(":") && !current().is_operator("]")) {
        TRY(slice->stop, parse_expression());
    }
    if (skip_operator(":") && !current().is_operator("]")) {
        TRY(slice->step, parse_expression());
    }
    CHECK(expect_operator("]"));
    CHECK(cover(*slice, slice->base));
    CHECK(cover(*slice, slice->start));
    CHECK(cover(*slice, slice->stop));
    CHECK(cover(*slice, slice->step));
    return ExpressionPointer(std::move(slice));
}

Parser::Parsed Parser::parse_call(ExpressionPointer callee) {
    auto call = std::make_unique<CallExpression>(callee->offset, std::move(callee));
    CHECK(cover(*call, call->callee));
    TRY(call->arguments, parse_arguments(*call));
    return ExpressionPointer(std::move(call));
}

Result<ArgumentList> Parser::parse_arguments(Expression& parent) {
    ArgumentList arguments;
    CHECK(expect_operator("("));
    bool needs_comma = false;
    while (!current().is_operator(")")) {
        if (needs_comma) {
            CHECK(expect_operator(","));
            if (current().is_operator(")")) break;
        }
        needs_comma = true;
        const Token& token = current();
        bool in_order = arguments.named_rest == nullptr;
        ExpressionPointer value;
        if (skip_operator("*")) {
            in_order = in_order && arguments.rest == nullptr;
            TRY(arguments.rest, parse_expression());
            CHECK(cover(parent, arguments.rest));
        } else if (skip_operator("**")) {
            TRY(arguments.named_rest, parse_expression());
            CHECK(cover(parent, arguments.named_rest));
        } else if (token.is(TokenKind::Name) && following().is_operator("=")) {
            advance();
            advance();
            TRY(value, parse_expression());
            CHECK(cover(parent, value));
            for (const auto& [name, other] : arguments.named) {
                if (name == token.text) {
                    return fail_at(token.offset, "argument '" + std::string(name) + "' is given twice", "remove one");
                }
            }
            arguments.named.emplace_back(token.text, std::move(value));
        } else {
            in_order = in_order && arguments.rest == nullptr && arguments.named.empty();
            TRY(value, parse_expression());
            CHECK(cover(parent, value));
            arguments.positional.push_back(std::move(value));
        }
        if (!in_order) {
            return fail_at(token.offset, "this argument stands in the wrong order",
                           "positional arguments come first, then *list, named ones and **map");
        }
    }
    CHECK(expect_operator(")"));
    return arguments;
}

Parser::Parsed Parser::parse_filter(ExpressionPointer input) {
    TRY(const Token name, expect_any_name("a filter's name"));
    auto filter = std::make_unique<FilterExpression>(name.offset);
    filter->name = std::string(name.text);
    while (skip_operator(".")) {
        TRY(const Token part, expect_any_name("a filter's name"));
        filter->name += "." + std::string(part.text);
    }
    CHECK(cover(*filter, input));
    filter->input = std::move(input);
    if (current().is_operator("(")) {
        TRY(filter->arguments, parse_arguments(*filter));
    }
    return ExpressionPointer(std::move(filter));
}

Parser::Parsed Parser::parse_test(ExpressionPointer input) {
    advance();
    auto test = std::make_unique<TestExpression>(current().offset);
    test->is_negated = skip_name("not");
    TRY(const Token name, expect_any_name("a test's name"));
    test->offset = name.offset;
    test->name = std::string(name.text);
    while (skip_operator(".")) {
        TRY(const Token part, expect_any_name("a test's name"));
        test->name += "." + std::string(part.text);
    }
    CHECK(cover(*test, input));
    test->input = std::move(input);
    const Token& token = current();
    if (token.is_operator("(")) {
        TRY(test->arguments, parse_arguments(*test));
    } else if ((token.is(TokenKind::Name) && !token.is_name("else") && !token.is_name("or") && !token.is_name("and")) ||
               token.is(TokenKind::String) || token.is(TokenKind::Integer) || token.is(TokenKind::Float) ||
               token.is_operator("[") || token.is_operator("{")) {
        if (token.is_name("is")) {
            return fail_here("two tests follow one another", "join them: 'x is a and x is b'");
        }
        CHECK(enter());
        auto argument = parse_primary();
        if (argument) argument = parse_postfix(std::move(*argument));
        leave();
        if (!argument) return argument;
        CHECK(cover(*test, *argument));
        test->arguments.positional.push_back(std::move(*argument));
    }
    return ExpressionPointer(std::move(test));
}

}  // namespace byline::templating
