// A RuleAction is what a rule of a definition does beside giving a class: where the engine goes on, and when it
// applies. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "highlighting/pattern.hpp"

namespace byline::highlighting {

enum class Operand : std::uint8_t { ByClass, Keep, Operand, Operator };

enum class Terminator : std::uint8_t { Anywhere, OnItsOwnLine, LessIndented };

// A stretch of the text whose end is looked for before it is read: in another context, or another language.
struct RegionAction {
    std::string context;  // "name", "language:name", or "$2": the language that the second group names
    Terminator terminator = Terminator::Anywhere;
    std::string end;  // with $1 for what the first group matched
    bool begins_on_next_line = false;
    bool is_run = false;  // the last character of the end may be repeated: a fence
    bool ignores_case = false;
    bool keeps_end = false;    // the end is left to the context around
    bool joins_lines = false;  // an end behind a backslash is none
};

struct RuleAction {
    enum class Stack : std::uint8_t { None, Push, Pop, Goto };

    Stack stack = Stack::None;
    std::uint8_t pops = 0;
    std::string context;  // Push, Goto: "name" or "language:name"
    Operand operand = Operand::ByClass;
    std::uint8_t situations = 0xFF;  // as Automaton::Source has them
    std::optional<RegionAction> region;

    [[nodiscard]] bool changes_nothing() const { return stack == Stack::None && !region; }
};

// The text of an action: "push string", "pop", "region css:main until </style nocase keep".
// docs/highlighting.md has all of its words.
[[nodiscard]] std::variant<RuleAction, PatternFault> parse_action(std::string_view text);

}  // namespace byline::highlighting
