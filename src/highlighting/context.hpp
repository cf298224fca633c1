// A Context is one state that a language can be in: its rules, compiled the first time that a text comes to it.
// Safe from any thread once it belongs to Languages.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/automaton.hpp"
#include "highlighting/rule_action.hpp"
#include "highlighting/token_class.hpp"
#include "highlighting/word_table.hpp"

namespace byline::highlighting {

class Context;
class Language;
class Languages;

// What is read up to an end that is looked for first.
struct Region {
    const Context* context = nullptr;  // null: the language that group `language_group` names
    std::size_t language_group = 0;
    RegionAction source;
};

struct Action {
    RuleAction::Stack stack = RuleAction::Stack::None;
    std::uint8_t pops = 0;
    Operand operand = Operand::Keep;  // never ByClass
    const Context* target = nullptr;  // Push, Goto
    std::unique_ptr<const Region> region;
};

struct CompiledWords {
    struct Group {
        TokenClass token_class = TokenClass::None;
        std::unique_ptr<const Action> action;  // null: the rule's
        Operand operand = Operand::Keep;
    };
    WordTable table;
    std::vector<Group> groups;
};

struct CompiledClass {
    TokenClass token_class = TokenClass::None;
    const CompiledWords* words = nullptr;
    Operand operand = Operand::Keep;  // that the class stands for
};

struct CompiledPart {
    Automaton automaton;
    Capture capture = Capture::No;
};

struct CompiledRule {
    std::vector<CompiledClass> classes;  // one, or one for each part that is captured
    bool has_class_of_groups = false;
    Action action;
    std::size_t ahead_length = 0;     // of what has to follow, where `parts` is empty
    std::vector<CompiledPart> parts;  // empty: one part
};

struct CompiledContext {
    Automaton automaton;
    std::vector<CompiledRule> rules;
    TokenClass token_class = TokenClass::None;
    std::unique_ptr<const Action> otherwise;
    bool knows_lines = false;  // some rules hold only at the beginning of a line
};

class Context {
  public:
    Context(const Languages& languages, const Language& language, std::string name)
        : languages_(languages), language_(language), name_(std::move(name)) {}

    // Compiles it when nobody did so yet. One that cannot be is shown without classes; Languages::check() tells why.
    [[nodiscard]] const CompiledContext& ready() const {
        const CompiledContext* compiled = compiled_.load(std::memory_order_acquire);
        return compiled != nullptr ? *compiled : compile();
    }
    [[nodiscard]] const Language& language() const { return language_; }
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    friend class Languages;
    const CompiledContext& compile() const;

    const Languages& languages_;
    const Language& language_;
    std::string name_;
    mutable std::unique_ptr<const CompiledContext> owned_;  // guarded by the mutex of Languages
    mutable std::atomic<const CompiledContext*> compiled_ = nullptr;
};

}  // namespace byline::highlighting
