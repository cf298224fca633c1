// Statements that stand alone: if, for, set, with, filter, autoescape.
#include <algorithm>
#include <array>
#include <utility>

#include "templating/parser.hpp"
#include "text/nearest.hpp"

namespace byline::templating {
namespace {

constexpr std::array<std::string_view, 14> tag_names{"if",     "for",   "set",   "with",    "autoescape",
                                                     "filter", "print", "block", "extends", "include",
                                                     "import", "from",  "macro", "call"};

}  // namespace

// Up to a tag that is one of `ends`, which is then the current token; or to the end of the template.
Result<Statements> Parser::parse_until(std::initializer_list<std::string_view> ends) {
    CHECK(enter());
    Statements statements;
    while (!current().is(TokenKind::EndOfFile)) {
        const Token& token = advance();
        if (token.is(TokenKind::Data)) {
            statements.push_back(std::make_unique<DataStatement>(token.offset, token.text));
        } else if (token.is(TokenKind::VariableBegin)) {
            TRY(auto expression, parse_tuple(Conditionals::Allowed, {}, false));
            CHECK(expect_kind(TokenKind::VariableEnd, "'}}'"));
            note_depth(expression);
            statements.push_back(std::make_unique<OutputStatement>(token.offset, std::move(expression)));
        } else {
            const bool is_end =
                std::any_of(ends.begin(), ends.end(), [this](std::string_view end) { return current().is_name(end); });
            if (is_end) {
                leave();
                return statements;
            }
            TRY(auto statement, parse_statement());
            CHECK(expect_kind(TokenKind::BlockEnd, "the end of the tag"));
            if (statement != nullptr) statements.push_back(std::move(statement));
        }
    }
    leave();
    if (ends.size() == 0) return statements;
    const OpenTag& open = open_tags_.back();
    return fail_at(open.offset, "'" + open.name + "' is not closed", "end it with '{% end" + open.name + " %}'");
}

// The rest of an opening tag, and what follows up to one of `ends`.
Result<Statements> Parser::parse_body(std::initializer_list<std::string_view> ends) {
    skip_operator(":");
    CHECK(expect_kind(TokenKind::BlockEnd, "the end of the tag"));
    std::string expected;
    for (const std::string_view end : ends) expected += (expected.empty() ? "'" : " or '") + std::string(end) + "'";
    open_tags_.back().ends = expected;
    return parse_until(ends);
}

Parser::ParsedStatement Parser::parse_statement() {
    const Token& tag = current();
    if (!tag.is(TokenKind::Name)) {
        return fail_here("expected the name of a tag, found " + describe_current(), "for example '{% if x %}'");
    }
    if (std::find(tag_names.begin(), tag_names.end(), tag.text) == tag_names.end()) return unknown_tag(tag);
    open_tags_.push_back({std::string(tag.text), tag.offset, {}});
    advance();
    auto statement = parse_tag(tag);
    if (statement) open_tags_.pop_back();
    return statement;
}

Parser::ParsedStatement Parser::parse_tag(const Token& tag) {
    const std::string_view name = tag.text;
    if (name == "if") return parse_if(tag);
    if (name == "for") return parse_for(tag);
    if (name == "set") return parse_set(tag);
    if (name == "with") return parse_with(tag);
    if (name == "autoescape") return parse_autoescape(tag);
    if (name == "filter") return parse_filter_block(tag);
    if (name == "print") return parse_print(tag);
    if (name == "block") return parse_block(tag);
    if (name == "extends") return parse_extends(tag);
    if (name == "include") return parse_include(tag);
    if (name == "import") return parse_import(tag);
    if (name == "from") return parse_from(tag);
    if (name == "macro") return parse_macro(tag);
    return parse_call_block(tag);
}

Failure Parser::unknown_tag(const Token& tag) const {
    const std::string name(tag.text);
    const bool is_end = name.starts_with("end") || name == "else" || name == "elif";
    if (is_end && !open_tags_.empty()) {
        const OpenTag& open = open_tags_.back();
        Error error = source_.error(tag.offset, "unexpected '" + name + "': '" + open.name + "' is still open",
                                    "write " + open.ends + " first");
        error.notes.push_back({"'" + open.name + "' opened here", source_.place(open.offset)});
        return fail(std::move(error));
    }
    if (is_end) return fail_at(tag.offset, "unexpected '" + name + "': nothing is open", "remove it");
    std::string remedy = "tags are if, for, set, with, block, extends, include, import, from, macro, call, filter, raw";
    if (const auto near = text::nearest(name, tag_names)) remedy = "did you mean '" + std::string(*near) + "'?";
    return fail_at(tag.offset, "unknown tag '" + name + "'", std::move(remedy));
}

Parser::ParsedStatement Parser::parse_if(const Token& tag) {
    auto statement = std::make_unique<IfStatement>(tag.offset);
    while (true) {
        TRY(auto condition, parse_tuple(Conditionals::NotAllowed, {}, false));
        TRY(auto body, parse_body({"elif", "else", "endif"}));
        statement->branches.emplace_back(std::move(condition), std::move(body));
        const std::string_view end = advance().text;
        if (end == "elif") continue;
        if (end == "else") {
            TRY(statement->otherwise, parse_body({"endif"}));
            advance();
        }
        return std::unique_ptr<Statement>(std::move(statement));
    }
}

Parser::ParsedStatement Parser::parse_for(const Token& tag) {
    auto statement = std::make_unique<ForStatement>(tag.offset);
    TRY(statement->target, parse_target("in"));
    CHECK(expect_name("in"));
    TRY(statement->items, parse_tuple(Conditionals::NotAllowed, "recursive", false));
    if (skip_name("if")) {
        TRY(statement->condition, parse_expression());
    }
    statement->is_recursive = skip_name("recursive");
    TRY(statement->body, parse_body({"endfor", "else"}));
    if (advance().text == "else") {
        TRY(statement->otherwise, parse_body({"endfor"}));
        advance();
    }
    return std::unique_ptr<Statement>(std::move(statement));
}

// Names only, or several of them: what `for` and `with` assign to, and `set` when it is not an attribute.
Result<Target> Parser::parse_target(std::string_view end_name) {
    TRY(auto first, parse_one_target());
    if (!current().is_operator(",")) return first;
    Target several;
    several.kind = Target::Kind::Several;
    several.offset = first.offset;
    several.parts.push_back(std::move(first));
    while (skip_operator(",")) {
        if (!current().is(TokenKind::Name) && !current().is_operator("(")) break;
        if (!end_name.empty() && current().is_name(end_name)) break;
        TRY(auto part, parse_one_target());
        several.parts.push_back(std::move(part));
    }
    return several;
}

Result<Target> Parser::parse_one_target() {
    if (!current().is_operator("(")) return parse_name_target();
    CHECK(enter());
    advance();
    auto inner = parse_target({});
    leave();
    if (!inner) return inner;
    CHECK(expect_operator(")"));
    return inner;
}

Result<Target> Parser::parse_name_target() {
    constexpr std::array<std::string_view, 6> constants{"true", "false", "none", "True", "False", "None"};
    TRY(const Token name, expect_any_name("a name to assign to"));
    if (std::find(constants.begin(), constants.end(), name.text) != constants.end()) {
        return fail_at(name.offset, "cannot assign to '" + std::string(name.text) + "'", "choose another name");
    }
    Target target;
    target.offset = name.offset;
    target.name = name.text;
    return target;
}

Parser::ParsedStatement Parser::parse_set(const Token& tag) {
    Target target;
    if (following().is_operator(".")) {
        TRY(const Token space, expect_any_name("a name to assign to"));
        advance();
        TRY(const Token attribute, expect_any_name("an attribute's name"));
        target.kind = Target::Kind::NamespaceAttribute;
        target.offset = space.offset;
        target.name = attribute.text;
        target.space = std::make_unique<NameExpression>(space.offset, space.text);
    } else {
        TRY(target, parse_target({}));
    }
    if (skip_operator("=")) {
        auto statement = std::make_unique<SetStatement>(tag.offset);
        statement->target = std::move(target);
        TRY(statement->value, parse_tuple(Conditionals::Allowed, {}, false));
        note_depth(statement->value);
        return std::unique_ptr<Statement>(std::move(statement));
    }
    auto statement = std::make_unique<SetBlockStatement>(tag.offset);
    statement->target = std::move(target);
    while (skip_operator("|")) {
        TRY(statement->filter, parse_filter(std::move(statement->filter)));
        note_depth(statement->filter);
    }
    TRY(statement->body, parse_body({"endset"}));
    advance();
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_with(const Token& tag) {
    auto statement = std::make_unique<WithStatement>(tag.offset);
    while (!current().is(TokenKind::BlockEnd)) {
        if (!statement->assignments.empty()) CHECK(expect_operator(","));
        TRY(auto target, parse_one_target());
        CHECK(expect_operator("="));
        TRY(auto value, parse_expression());
        statement->assignments.emplace_back(std::move(target), std::move(value));
    }
    TRY(statement->body, parse_body({"endwith"}));
    advance();
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_autoescape(const Token& tag) {
    auto statement = std::make_unique<AutoescapeStatement>(tag.offset);
    TRY(statement->is_on, parse_expression());
    TRY(statement->body, parse_body({"endautoescape"}));
    advance();
    return std::unique_ptr<Statement>(std::move(statement));
}

Parser::ParsedStatement Parser::parse_filter_block(const Token& tag) {
    auto statement = std::make_unique<FilterBlockStatement>(tag.offset);
    do {
        TRY(statement->filter, parse_filter(std::move(statement->filter)));
        note_depth(statement->filter);
    } while (skip_operator("|"));
    TRY(statement->body, parse_body({"endfilter"}));
    advance();
    return std::unique_ptr<Statement>(std::move(statement));
}

// {% print x %} is {{ x }}.
Parser::ParsedStatement Parser::parse_print(const Token& tag) {
    TRY(auto expression, parse_expression());
    return std::unique_ptr<Statement>(std::make_unique<OutputStatement>(tag.offset, std::move(expression)));
}

}  // namespace byline::templating
