// The Parser makes the syntax tree of a template from its tokens, by the grammar of Jinja 3.1.
// Used once, by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/result.hpp"
#include "templating/source_text.hpp"
#include "templating/syntax.hpp"
#include "templating/token.hpp"

namespace byline::templating {

class Parser {
  public:
    // Both outlive the tree, which holds views into them.
    Parser(const SourceText& source, std::vector<Token> tokens) : source_(source), tokens_(std::move(tokens)) {}

    [[nodiscard]] Result<Unit> parse();

  private:
    using Parsed = Result<ExpressionPointer>;
    using ParsedStatement = Result<std::unique_ptr<Statement>>;
    enum class Conditionals { Allowed, NotAllowed };
    enum class Filters { Allowed, NotAllowed };

    // parser.cpp: tokens, errors and bounds
    [[nodiscard]] const Token& current() const { return tokens_[position_]; }
    [[nodiscard]] const Token& following() const;
    const Token& advance();
    bool skip_name(std::string_view name);
    bool skip_operator(std::string_view text);
    [[nodiscard]] Result<void> expect_operator(std::string_view text);
    [[nodiscard]] Result<void> expect_name(std::string_view name);
    [[nodiscard]] Result<Token> expect_any_name(std::string_view what);
    [[nodiscard]] Result<void> expect_kind(TokenKind kind, std::string_view what);
    [[nodiscard]] Failure fail_at(std::uint32_t offset, std::string message, std::string remedy) const;
    [[nodiscard]] Failure fail_here(std::string message, std::string remedy) const;
    [[nodiscard]] std::string describe_current() const;
    [[nodiscard]] Result<void> enter();
    void leave() { --depth_; }
    [[nodiscard]] Result<void> cover(Expression& parent, const ExpressionPointer& child) const;
    void note_depth(const ExpressionPointer& expression);

    // parser_expressions.cpp
    [[nodiscard]] Parsed parse_expression(Conditionals conditionals = Conditionals::Allowed);
    [[nodiscard]] Parsed parse_tuple(Conditionals conditionals, std::string_view end_name, bool in_parentheses);
    [[nodiscard]] Parsed parse_conditional();
    [[nodiscard]] Parsed parse_or();
    [[nodiscard]] Parsed parse_and();
    [[nodiscard]] Parsed parse_not();
    [[nodiscard]] Parsed parse_compare();
    [[nodiscard]] Parsed parse_sum();
    [[nodiscard]] Parsed parse_concatenation();
    [[nodiscard]] Parsed parse_product();
    [[nodiscard]] Parsed parse_power();
    [[nodiscard]] Parsed parse_unary(Filters filters = Filters::Allowed);
    [[nodiscard]] Result<ExpressionPointer> arithmetic(Operation operation, std::uint32_t offset,
                                                       ExpressionPointer left, ExpressionPointer right) const;

    // parser_primaries.cpp
    [[nodiscard]] Parsed parse_primary();
    [[nodiscard]] Parsed parse_list();
    [[nodiscard]] Parsed parse_map();
    [[nodiscard]] Parsed parse_postfix(ExpressionPointer node);
    [[nodiscard]] Parsed parse_filters_and_tests(ExpressionPointer node);
    [[nodiscard]] Parsed parse_subscript(ExpressionPointer base);
    [[nodiscard]] Parsed parse_slice(ExpressionPointer base, std::uint32_t offset, ExpressionPointer start);
    [[nodiscard]] Parsed parse_call(ExpressionPointer callee);
    [[nodiscard]] Result<ArgumentList> parse_arguments(Expression& parent);
    [[nodiscard]] Parsed parse_filter(ExpressionPointer input);
    [[nodiscard]] Parsed parse_test(ExpressionPointer input);

    // parser_statements.cpp
    [[nodiscard]] Result<Statements> parse_until(std::initializer_list<std::string_view> ends);
    [[nodiscard]] Result<Statements> parse_body(std::initializer_list<std::string_view> ends);
    [[nodiscard]] ParsedStatement parse_statement();
    [[nodiscard]] ParsedStatement parse_tag(const Token& tag);
    [[nodiscard]] Failure unknown_tag(const Token& tag) const;
    [[nodiscard]] ParsedStatement parse_if(const Token& tag);
    [[nodiscard]] ParsedStatement parse_for(const Token& tag);
    [[nodiscard]] ParsedStatement parse_set(const Token& tag);
    [[nodiscard]] ParsedStatement parse_with(const Token& tag);
    [[nodiscard]] ParsedStatement parse_autoescape(const Token& tag);
    [[nodiscard]] ParsedStatement parse_filter_block(const Token& tag);
    [[nodiscard]] ParsedStatement parse_print(const Token& tag);
    [[nodiscard]] Result<Target> parse_target(std::string_view end_name);
    [[nodiscard]] Result<Target> parse_one_target();
    [[nodiscard]] Result<Target> parse_name_target();

    // parser_composition.cpp: what makes one template out of several
    [[nodiscard]] ParsedStatement parse_block(const Token& tag);
    [[nodiscard]] ParsedStatement parse_extends(const Token& tag);
    [[nodiscard]] ParsedStatement parse_include(const Token& tag);
    [[nodiscard]] ParsedStatement parse_import(const Token& tag);
    [[nodiscard]] ParsedStatement parse_from(const Token& tag);
    [[nodiscard]] Result<void> parse_reference(TemplateReference& reference);
    bool parse_context_use(ContextUse& use);
    [[nodiscard]] ParsedStatement parse_macro(const Token& tag);
    [[nodiscard]] ParsedStatement parse_call_block(const Token& tag);
    [[nodiscard]] Result<void> parse_signature(Macro& macro);
    [[nodiscard]] Result<Unit> parse_unit(std::string_view end);

    struct OpenTag {
        std::string name;
        std::uint32_t offset;
        std::string ends;  // "'endif'", for errors
    };

    const SourceText& source_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    std::vector<OpenTag> open_tags_;
    std::uint16_t depth_ = 0;
    std::uint16_t deepest_ = 0;
};

}  // namespace byline::templating
