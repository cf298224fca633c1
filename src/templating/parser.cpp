#include "templating/parser.hpp"

#include <algorithm>

namespace byline::templating {
namespace {

constexpr std::uint16_t maximal_syntax_depth = 100;
constexpr std::uint16_t maximal_expression_depth = 300;

}  // namespace

Result<Unit> Parser::parse() {
    Unit unit;
    TRY(unit.body, parse_until({}));
    unit.nesting = deepest_;
    return unit;
}

const Token& Parser::following() const {
    return tokens_[std::min(position_ + 1, tokens_.size() - 1)];
}

const Token& Parser::advance() {
    const Token& token = tokens_[position_];
    if (position_ + 1 < tokens_.size()) ++position_;
    return token;
}

bool Parser::skip_name(std::string_view name) {
    if (!current().is_name(name)) return false;
    advance();
    return true;
}

bool Parser::skip_operator(std::string_view text) {
    if (!current().is_operator(text)) return false;
    advance();
    return true;
}

std::string Parser::describe_current() const {
    switch (current().kind) {
        case TokenKind::EndOfFile: return "the end of the template";
        case TokenKind::VariableEnd:
        case TokenKind::BlockEnd: return "the end of the tag";
        default: return "'" + std::string(current().text) + "'";
    }
}

Failure Parser::fail_at(std::uint32_t offset, std::string message, std::string remedy) const {
    return fail(source_.error(offset, std::move(message), std::move(remedy)));
}

Failure Parser::fail_here(std::string message, std::string remedy) const {
    return fail_at(current().offset, std::move(message), std::move(remedy));
}

Result<void> Parser::expect_operator(std::string_view text) {
    if (skip_operator(text)) return {};
    return fail_here("expected '" + std::string(text) + "', found " + describe_current(),
                     "write '" + std::string(text) + "' here");
}

Result<void> Parser::expect_name(std::string_view name) {
    if (skip_name(name)) return {};
    return fail_here("expected '" + std::string(name) + "', found " + describe_current(),
                     "write '" + std::string(name) + "' here");
}

Result<Token> Parser::expect_any_name(std::string_view what) {
    if (current().is(TokenKind::Name)) return advance();
    return fail_here("expected " + std::string(what) + ", found " + describe_current(),
                     "names are letters, digits and underscores");
}

Result<void> Parser::expect_kind(TokenKind kind, std::string_view what) {
    if (current().is(kind)) {
        advance();
        return {};
    }
    return fail_here("expected " + std::string(what) + ", found " + describe_current(),
                     "remove what should not stand here, or join it to what is before it");
}

Result<void> Parser::enter() {
    if (++depth_ > maximal_syntax_depth) {
        --depth_;
        return fail_here("nested more than " + std::to_string(maximal_syntax_depth) + " deep",
                         "move the inner part to a macro or a template of its own");
    }
    deepest_ = std::max(deepest_, depth_);
    return {};
}

Result<void> Parser::cover(Expression& parent, const ExpressionPointer& child) const {
    if (child == nullptr) return {};
    parent.depth = std::max(parent.depth, static_cast<std::uint16_t>(child->depth + 1));
    if (parent.depth <= maximal_expression_depth) return {};
    return fail_at(parent.offset,
                   "an expression is nested more than " + std::to_string(maximal_expression_depth) + " deep",
                   "split it with 'set'");
}

void Parser::note_depth(const ExpressionPointer& expression) {
    deepest_ = std::max(deepest_, static_cast<std::uint16_t>(depth_ + expression->depth));
}

}  // namespace byline::templating
