#include "highlighting/scanner.hpp"

#include <algorithm>
#include <utility>

#include "highlighting/region_end.hpp"

namespace byline::highlighting {
namespace {

constexpr std::size_t deepest_contexts = 256;  // one in another
constexpr std::size_t most_pending = 16;
constexpr int most_regions = 8;  // one in another
constexpr int most_idle = 16;
constexpr std::size_t most_indentation = 256;

bool is_blank_in_line(char c) {
    return c == ' ' || c == '\t';
}

// The end of the code point that begins at `at`; of a byte that begins none, that byte's.
std::size_t behind_code_point(std::string_view text, std::size_t at, std::size_t limit) {
    const auto first = static_cast<unsigned char>(text[at]);
    std::size_t length = 1;
    if (first >= 0xF0) {
        length = 4;
    } else if (first >= 0xE0) {
        length = 3;
    } else if (first >= 0xC0) {
        length = 2;
    }
    std::size_t end = at + 1;
    while (end < limit && end < at + length && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    return end;
}

}  // namespace

void Scanner::scan_range(const Context& start, std::size_t begin, std::size_t end, int depth) {
    Stretch stretch{begin, end, end, depth, Situation::After::Operator, {&start}, {}, 0};
    std::size_t at = begin;
    while (at < end || !stretch.pending.empty()) {
        if (at >= stretch.limit) {
            at = read_pending(at, stretch);
            continue;
        }
        const CompiledContext& context = stretch.contexts.back()->ready();
        const Situation situation{context.knows_lines ? line_at(at, stretch) : Situation::Line::Inside, stretch.after};
        const std::size_t index = situation.index();
        if (context.automaton.may_begin(index, static_cast<unsigned char>(text_[at]))) {
            const auto match = context.automaton.match(text_.substr(at, stretch.limit - at), index, steps_);
            if (match) {
                const CompiledRule& rule = context.rules[match->source];
                const std::size_t before = at;
                at = act(read_token(rule, context, at, match->length, stretch), stretch);
                if (at > before) {
                    stretch.idle = 0;
                    continue;
                }
                if (++stretch.idle < most_idle) continue;
            }
        }
        if (context.otherwise && stretch.idle < most_idle) {
            ++stretch.idle;
            move(*context.otherwise, stretch);
            continue;
        }
        stretch.idle = 0;
        at = read_unmatched(context, index, at, stretch);
    }
}

// What no rule begins with: one code point, and what follows while the situation stays the same.
std::size_t Scanner::read_unmatched(const CompiledContext& context, std::size_t situation, std::size_t at,
                                    Stretch& stretch) {
    const std::size_t begin = at;
    for (;;) {
        const char c = text_[at];
        const bool is_space = is_blank_in_line(c) || c == '\n' || c == '\r';
        at = behind_code_point(text_, at, stretch.limit);
        if (!is_space && stretch.after == Situation::After::Operand) {
            stretch.after = Situation::After::Operator;
            break;
        }
        if (at >= stretch.limit || context.otherwise || context.knows_lines) break;
        if (context.automaton.may_begin(situation, static_cast<unsigned char>(text_[at]))) break;
    }
    steps_ += at - begin;
    emit(at, context.token_class);
    return at;
}

Situation::Line Scanner::line_at(std::size_t at, const Stretch& stretch) const {
    if (at == stretch.begin) return Situation::Line::TextStart;
    if (text_[at - 1] == '\n') return Situation::Line::LineStart;
    if (!is_blank_in_line(text_[at - 1])) return Situation::Line::Inside;
    const std::size_t furthest = at - std::min(at - stretch.begin, most_indentation);
    std::size_t line = at;
    while (line > furthest && is_blank_in_line(text_[line - 1])) --line;
    const bool is_indented = line == stretch.begin || text_[line - 1] == '\n';
    return is_indented ? Situation::Line::Indented : Situation::Line::Inside;
}

Scanner::Matched Scanner::read_token(const CompiledRule& rule, const CompiledContext& context, std::size_t begin,
                                     std::size_t length, const Stretch& stretch) {
    Matched matched;
    matched.begin = begin;
    matched.action = &rule.action;
    matched.operand = rule.action.operand;
    if (!rule.parts.empty() && read_parts(rule, context, length, stretch, matched)) return matched;
    matched.end = std::min(begin + length - std::min(rule.ahead_length, length), stretch.limit);
    matched.token_class = classify(rule.classes.front(), text_.substr(begin, matched.end - begin), matched);
    emit(matched.end, matched.token_class);
    return matched;
}

// Each part takes as much as it can.
bool Scanner::read_parts(const CompiledRule& rule, const CompiledContext& context, std::size_t length,
                         const Stretch& stretch, Matched& matched) {
    const std::size_t limit = std::min(matched.begin + length, stretch.limit);
    struct Cut {
        std::size_t end;
        std::size_t group;  // 0: none
    };
    std::array<Cut, 18> cuts{};
    std::size_t count = 0;
    std::size_t at = matched.begin;
    std::size_t group = 0;
    for (const CompiledPart& part : rule.parts) {
        const auto found = part.automaton.match(text_.substr(at, limit - at), 0, steps_);
        const std::size_t end = found ? std::min(at + found->length, limit) : at;
        const bool is_captured = part.capture == Capture::Yes;
        if (is_captured && ++group <= 9) groups_[group - 1] = text_.substr(at, end - at);
        if (count == cuts.size()) return false;
        cuts[count++] = {end, is_captured ? group : 0};
        at = end;
    }
    matched.end = at;
    std::size_t begin = matched.begin;
    for (std::size_t i = 0; i < count; ++i) {
        const Cut& cut = cuts[i];
        TokenClass token_class = context.token_class;
        const std::string_view piece = text_.substr(begin, cut.end - begin);
        if (!rule.has_class_of_groups) {
            token_class = classify(rule.classes.front(), piece, matched);
            matched.token_class = token_class;
        } else if (cut.group != 0) {
            token_class = classify(rule.classes[cut.group - 1], piece, matched);
            if (cut.group == 1) matched.token_class = token_class;
        }
        emit(cut.end, token_class);
        begin = cut.end;
    }
    return true;
}

TokenClass Scanner::classify(const CompiledClass& chosen, std::string_view word, Matched& matched) const {
    if (chosen.words == nullptr) return chosen.token_class;
    const std::uint16_t group = chosen.words->table.find(word);
    if (group == WordTable::not_found) return chosen.token_class;
    const CompiledWords::Group& found = chosen.words->groups[group];
    matched.operand = found.operand;
    if (found.action) matched.action = found.action.get();
    return found.token_class;
}

std::size_t Scanner::act(const Matched& matched, Stretch& stretch) {
    if (matched.operand == Operand::Operand) {
        stretch.after = Situation::After::Operand;
    } else if (matched.operand == Operand::Operator) {
        stretch.after = Situation::After::Operator;
    }
    move(*matched.action, stretch);
    return matched.action->region ? read_region(*matched.action->region, matched, stretch) : matched.end;
}

void Scanner::move(const Action& action, Stretch& stretch) {
    auto& contexts = stretch.contexts;
    switch (action.stack) {
        case RuleAction::Stack::None: return;
        case RuleAction::Stack::Push:
            // Deeper code is read on where it is.
            if (contexts.size() < deepest_contexts) contexts.push_back(action.target);
            return;
        case RuleAction::Stack::Pop:
            for (std::uint8_t i = 0; i < action.pops && contexts.size() > 1; ++i) contexts.pop_back();
            return;
        case RuleAction::Stack::Goto: contexts.back() = action.target; return;
    }
}

std::size_t Scanner::read_region(const Region& region, const Matched& matched, Stretch& stretch) {
    const Context* context = region.context;
    if (context == nullptr) {
        const Language* language = languages_.find(groups_[region.language_group - 1]);
        if (language != nullptr) context = &language->start();
    }
    std::string end_text = end_of_region(region.source, groups_[0]);
    if (region.source.begins_on_next_line) {
        if (stretch.pending.size() < most_pending) {
            stretch.pending.push_back({&region, context, std::move(end_text), matched.token_class,
                                       indentation_at(text_, stretch.begin, matched.begin)});
            const std::size_t newline = text_.substr(0, stretch.end).find('\n', matched.end);
            stretch.limit = newline == std::string_view::npos ? stretch.end : newline + 1;
        }
        return matched.end;
    }
    const RegionEnd found = find_region_end(region.source, end_text, 0, text_, matched.end, stretch.limit);
    steps_ += found.end - matched.end;
    read_inside(context, TokenClass::None, matched.end, found.at, stretch.depth);
    if (region.source.keeps_end) return found.at;
    emit(found.end, matched.token_class);
    return found.end;
}

std::size_t Scanner::read_pending(std::size_t at, Stretch& stretch) {
    stretch.limit = stretch.end;
    for (const Pending& pending : std::exchange(stretch.pending, {})) {
        const RegionEnd found =
            find_region_end(pending.region->source, pending.end_text, pending.indentation, text_, at, stretch.end);
        steps_ += found.end - at;
        read_inside(pending.context, TokenClass::None, at, found.at, stretch.depth);
        at = found.at;
        if (pending.region->source.keeps_end) continue;
        emit(found.end, pending.token_class);
        at = found.end;
    }
    return at;
}

void Scanner::read_inside(const Context* context, TokenClass token_class, std::size_t begin, std::size_t end,
                          int depth) {
    if (begin >= end) return;
    if (context == nullptr || depth >= most_regions) {
        emit(end, token_class);
    } else {
        scan_range(*context, begin, end, depth + 1);
    }
}

void Scanner::emit(std::size_t end, TokenClass token_class) {
    const std::size_t begin = spans_.empty() ? 0 : spans_.back().end;
    if (end <= begin) return;
    if (!spans_.empty() && spans_.back().token_class == token_class) {
        spans_.back().end = static_cast<std::uint32_t>(end);
    } else {
        spans_.push_back({static_cast<std::uint32_t>(end), token_class});
    }
}

std::vector<Span> highlight(const Languages& languages, const Language& language, std::string_view code,
                            HighlightAccount* account) {
    std::vector<Span> spans;
    if (code.empty()) return spans;
    if (code.size() > most_code_bytes) {
        spans.push_back({static_cast<std::uint32_t>(std::min<std::size_t>(code.size(), 0xFFFFFFFF)), TokenClass::None});
        return spans;
    }
    spans.reserve(code.size() / 6 + 4);
    Scanner scanner(languages, code, spans);
    scanner.scan(language.start());
    if (account != nullptr) account->steps += scanner.steps();
    return spans;
}

}  // namespace byline::highlighting
