// A Definition is a language as its file describes it: contexts with rules, words, names; references are still names.
// Immutable once read.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "highlighting/definition_text.hpp"
#include "highlighting/pattern.hpp"
#include "highlighting/rule_action.hpp"
#include "highlighting/token_class.hpp"
#include "result/result.hpp"

namespace byline::highlighting {

// A class, or a look into a list of words and the class of what is not found there.
struct ClassChoice {
    std::optional<TokenClass> token_class;  // nothing: that of the context
    std::string words;                      // name of a list of words; empty: none
};

struct RuleSource {
    Pattern pattern;
    std::vector<ClassChoice> classes;  // one of all that matches, or one of each group that captures
    bool has_class_of_groups = false;
    RuleAction action;
    TextPlace place;         // of the pattern
    TextPlace action_place;  // of the action, or of the pattern when there is none
};

// Takes over the rules of another context: "name" or "language:name".
struct IncludeSource {
    std::string context;
    TextPlace place;
};

struct ContextSource {
    std::string file;
    TokenClass token_class = TokenClass::None;  // of what no rule matches
    std::optional<RuleAction> otherwise;        // done where no rule matches, without going forward
    TextPlace otherwise_place;
    std::vector<std::variant<RuleSource, IncludeSource>> items;
};

struct WordGroup {
    TokenClass token_class = TokenClass::None;
    std::optional<RuleAction> action;  // in place of the rule's
    TextPlace place;
    std::vector<std::string> words;
};

// A file of definitions as it is embedded or as a site has it.
struct DefinitionFile {
    std::string path;  // "languages/rust.toml": shown in messages; its name without ending is the language's
    std::string text;
};

// What is known of a file before its rules are read.
struct DefinitionNames {
    std::string title;  // for people: "C++"
    std::vector<std::string> aliases;
    std::string extends;  // empty: nothing
};

struct Definition {
    std::string file;
    std::string start = "main";
    LetterCase letter_case = LetterCase::Distinct;
    NamedPatterns patterns;
    std::map<std::string, std::vector<WordGroup>, std::less<>> words;
    // Shared with the definitions that extend this one.
    std::map<std::string, std::shared_ptr<const ContextSource>, std::less<>> contexts;
};

[[nodiscard]] Result<DefinitionNames> read_definition_names(const DefinitionFile& file);

// `extended` is the definition that `extends` names; null when there is none. What the file defines again takes its
// place, words are added to its lists.
[[nodiscard]] Result<Definition> read_definition(const DefinitionFile& file, const Definition* extended);

}  // namespace byline::highlighting
