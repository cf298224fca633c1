// A ContextCompiler makes the automaton and the rules of one context, with all names in them resolved.
// Used by one thread, which holds the mutex of Languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "highlighting/context.hpp"
#include "highlighting/definition.hpp"
#include "highlighting/languages.hpp"
#include "result/result.hpp"

namespace byline::highlighting {

class ContextCompiler {
  public:
    ContextCompiler(const Languages& languages, const Language& language)
        : languages_(languages), language_(language) {}

    [[nodiscard]] Result<std::unique_ptr<const CompiledContext>> compile(const ContextSource& source);

  private:
    // A rule with the definition that it was written in: names are looked for in the language that is being compiled,
    // then there.
    struct Found {
        const RuleSource* rule;
        const ContextSource* context;
        const Language* origin;
    };

    Result<void> gather(const ContextSource& source, const Language& origin, int depth);
    Result<CompiledRule> compile_rule(const Found& found, TokenClass otherwise);
    Result<void> compile_parts(const Pattern& pattern, CompiledRule& rule, const Error& too_large);
    Result<CompiledClass> compile_class(const ClassChoice& choice, const Found& found, TokenClass otherwise);
    Result<Action> compile_action(const RuleAction& action, const std::string& file, TextPlace place,
                                  const Language& origin);
    Result<const Context*> resolve(std::string_view name, const std::string& file, TextPlace place,
                                   const Language& origin);
    Result<const Language*> language_named(std::string_view name, const std::string& file, TextPlace place);
    Result<const CompiledWords*> compile_words(const std::string& name, const Found& found);

    const Languages& languages_;
    const Language& language_;
    std::vector<Found> rules_;
    std::vector<std::string> including_;  // the chain of includes that is being followed
};

// What the engine takes a token of this class for, where a rule does not say.
[[nodiscard]] Operand operand_of(TokenClass token_class);

}  // namespace byline::highlighting
