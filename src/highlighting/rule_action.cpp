#include "highlighting/rule_action.hpp"

#include <utility>

#include <fmt/format.h>

#include "highlighting/automaton.hpp"

namespace byline::highlighting {
namespace {

using Line = Situation::Line;

std::uint8_t mask_of(std::initializer_list<Line> lines) {
    unsigned mask = 0;
    for (const Line line : lines) {
        mask |= 1U << Situation{line, Situation::After::Operator}.index();
        mask |= 1U << Situation{line, Situation::After::Operand}.index();
    }
    return static_cast<std::uint8_t>(mask);
}

class ActionParser {
  public:
    explicit ActionParser(std::string_view text) : text_(text) {}

    std::variant<RuleAction, PatternFault> parse() {
        for (std::string_view word = next(); !word.empty(); word = next()) {
            if (!parse_word(word)) {
                return fault_ ? std::move(*fault_)
                              : fault(fmt::format("unknown action '{}'", word),
                                      "known are push, pop, goto, region, operand, operator, at and after");
            }
        }
        return std::move(action_);
    }

  private:
    std::string_view next() {
        begin_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
        at_ = std::min(text_.find(' ', begin_), text_.size());
        return text_.substr(begin_, at_ - begin_);
    }

    std::string_view peek() {
        const auto kept = std::pair(begin_, at_);
        const std::string_view word = next();
        std::tie(begin_, at_) = kept;
        return word;
    }

    PatternFault fault(std::string message, std::string remedy) const {
        return {std::move(message), std::move(remedy), begin_};
    }

    bool refuse(std::string message, std::string remedy) {
        fault_ = fault(std::move(message), std::move(remedy));
        return false;
    }

    bool parse_word(std::string_view word) {
        if (word == "push") return parse_target(RuleAction::Stack::Push);
        if (word == "goto") return parse_target(RuleAction::Stack::Goto);
        if (word == "pop") return parse_pop();
        if (word == "region") return parse_region();
        if (word == "at") return parse_at();
        if (word == "after") return parse_after();
        if (word == "operand") {
            action_.operand = Operand::Operand;
        } else if (word == "operator") {
            action_.operand = Operand::Operator;
        } else if (word == "keep") {
            action_.operand = Operand::Keep;
        } else {
            return false;
        }
        return true;
    }

    bool parse_target(RuleAction::Stack stack) {
        if (action_.stack != RuleAction::Stack::None) return refuse("two of push, pop and goto", "leave one of them");
        action_.stack = stack;
        action_.context = next();
        return !action_.context.empty() || refuse("no context behind push or goto", "write push NAME");
    }

    bool parse_pop() {
        if (action_.stack != RuleAction::Stack::None) return refuse("two of push, pop and goto", "leave one of them");
        action_.stack = RuleAction::Stack::Pop;
        action_.pops = 1;
        const std::string_view count = peek();
        if (count.size() == 1 && count[0] >= '1' && count[0] <= '9') {
            action_.pops = static_cast<std::uint8_t>(count[0] - '0');
            next();
        }
        return true;
    }

    bool parse_at() {
        const std::string_view where = next();
        if (where == "start") {
            action_.situations &= mask_of({Line::TextStart});
        } else if (where == "line") {
            action_.situations &= mask_of({Line::TextStart, Line::LineStart});
        } else if (where == "first") {
            action_.situations &= mask_of({Line::TextStart, Line::LineStart, Line::Indented});
        } else {
            return refuse(fmt::format("unknown place '{}' behind at", where), "write at start, at line or at first");
        }
        return true;
    }

    bool parse_after() {
        const std::string_view what = next();
        constexpr std::uint8_t after_operand = 0xAA;  // odd indices
        if (what == "operand") {
            action_.situations &= after_operand;
        } else if (what == "operator") {
            action_.situations &= static_cast<std::uint8_t>(~after_operand);
        } else {
            return refuse(fmt::format("unknown word '{}' behind after", what), "write after operand or after operator");
        }
        return true;
    }

    bool parse_region() {
        RegionAction region;
        region.context = next();
        if (region.context.empty()) return refuse("no context behind region", "write region NAME until END");
        const std::string_view how = next();
        if (how == "indented") {
            region.terminator = Terminator::LessIndented;
            region.begins_on_next_line = true;
        } else if (how == "until") {
            region.end = unescaped(next());
            if (region.end.empty()) return refuse("no end behind until", "write region NAME until END");
        } else {
            return refuse(fmt::format("'{}' where until or indented is expected", how), "write region NAME until END");
        }
        for (;;) {
            const std::string_view flag = peek();
            if (flag == "line") {
                region.terminator = Terminator::OnItsOwnLine;
            } else if (flag == "run") {
                region.is_run = true;
            } else if (flag == "nocase") {
                region.ignores_case = true;
            } else if (flag == "keep") {
                region.keeps_end = true;
            } else if (flag == "joined") {
                region.joins_lines = true;
            } else if (flag == "next") {
                region.begins_on_next_line = true;
            } else {
                break;
            }
            next();
        }
        action_.region = std::move(region);
        return true;
    }

    static std::string unescaped(std::string_view word) {
        std::string text;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (word[i] == '\\' && i + 1 < word.size()) {
                ++i;
                text += word[i] == 'n' ? '\n' : word[i] == 's' ? ' ' : word[i];
            } else {
                text += word[i];
            }
        }
        return text;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;  // of the last word
    RuleAction action_;
    std::optional<PatternFault> fault_;
};

}  // namespace

std::variant<RuleAction, PatternFault> parse_action(std::string_view text) {
    return ActionParser(text).parse();
}

}  // namespace byline::highlighting
