#include "highlighting/context_compiler.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "text/nearest.hpp"

namespace byline::highlighting {
namespace {

constexpr std::size_t most_compiled_rules = 2000;

Error fault(const std::string& file, TextPlace place, std::string message, std::string remedy) {
    return content_error(std::move(message), std::move(remedy), {file, place.line, place.column});
}

std::uint8_t situations_of(const RuleSource& rule) {
    constexpr std::uint8_t at_line_start = 0x0F;  // TextStart and LineStart
    return static_cast<std::uint8_t>(rule.action.situations & (rule.pattern.is_at_line_start ? at_line_start : 0xFF));
}

std::size_t group_count(const Pattern& pattern) {
    return static_cast<std::size_t>(std::ranges::count(pattern.parts, Capture::Yes, &PatternPart::capture));
}

}  // namespace

namespace {

// Whether a pattern with so many groups has those that a region asks for.
Result<void> check_groups(const Action& action, std::size_t groups, const std::string& file, TextPlace place) {
    if (action.region == nullptr) return {};
    const std::size_t wanted = std::max<std::size_t>(action.region->language_group,
                                                     action.region->source.end.find("$1") == std::string::npos ? 0 : 1);
    if (wanted <= groups) return {};
    return fail(
        fault(file, place, fmt::format("no group {} in the pattern", wanted), "put what the region asks for into (…)"));
}

}  // namespace

Operand operand_of(TokenClass token_class) {
    switch (token_class) {
        case TokenClass::None:
        case TokenClass::Comment:
        case TokenClass::Meta: return Operand::Keep;
        case TokenClass::Keyword:
        case TokenClass::Operator: return Operand::Operator;
        default: return Operand::Operand;
    }
}

Result<std::unique_ptr<const CompiledContext>> ContextCompiler::compile(const ContextSource& source) {
    CHECK(gather(source, language_, 0));
    auto compiled = std::make_unique<CompiledContext>();
    compiled->token_class = source.token_class;
    std::vector<Automaton::Source> sources;
    for (const Found& found : rules_) {
        TRY(CompiledRule rule, compile_rule(found, source.token_class));
        compiled->rules.push_back(std::move(rule));
        Automaton::Source automaton{&found.rule->pattern, {}, situations_of(*found.rule)};
        for (const PatternPart& part : found.rule->pattern.parts) automaton.nodes.push_back(part.node);
        if (found.rule->pattern.ahead) automaton.nodes.push_back(*found.rule->pattern.ahead);
        constexpr std::uint8_t anywhere = 0xC0;
        if ((automaton.situations & 0x3F) != 0x3F || (automaton.situations & anywhere) != anywhere) {
            const bool differs_by_line = (automaton.situations & 0x03) != (automaton.situations >> 6U & 0x03) ||
                                         (automaton.situations >> 2U & 0x03) != (automaton.situations >> 6U & 0x03) ||
                                         (automaton.situations >> 4U & 0x03) != (automaton.situations >> 6U & 0x03);
            compiled->knows_lines = compiled->knows_lines || differs_by_line;
        }
        sources.push_back(std::move(automaton));
    }
    auto automaton = Automaton::make(sources);
    if (!automaton) {
        const TextPlace place = rules_.empty() ? TextPlace{1, 1} : rules_.back().rule->place;
        return fail(fault(source.file, place, "the rules of this context are too large together",
                          "use fewer and shorter counts such as {2,200}, and contexts instead of long patterns"));
    }
    compiled->automaton = std::move(*automaton);
    if (source.otherwise) {
        TRY(Action action, compile_action(*source.otherwise, source.file, source.otherwise_place, language_));
        compiled->otherwise = std::make_unique<const Action>(std::move(action));
    }
    return std::unique_ptr<const CompiledContext>(std::move(compiled));
}

Result<void> ContextCompiler::gather(const ContextSource& source, const Language& origin, int depth) {
    constexpr int most_depth = 16;
    for (const auto& item : source.items) {
        if (const auto* rule = std::get_if<RuleSource>(&item)) {
            rules_.push_back({rule, &source, &origin});
            if (rules_.size() > most_compiled_rules) {
                return fail(fault(source.file, rule->place, "more than 2,000 rules in a context", "include less"));
            }
            continue;
        }
        const auto& include = std::get<IncludeSource>(item);
        if (depth >= most_depth || std::ranges::find(including_, include.context) != including_.end()) {
            return fail(fault(source.file, include.place,
                              fmt::format("the context '{}' includes itself", include.context),
                              "take the include out; a rule that pushes a context may name its own"));
        }
        TRY(const Context* context, resolve(include.context, source.file, include.place, origin));
        including_.push_back(include.context);
        const Language& included = context->language();
        CHECK(gather(*included.definition().contexts.find(context->name())->second, included, depth + 1));
        including_.pop_back();
    }
    return {};
}

Result<CompiledRule> ContextCompiler::compile_rule(const Found& found, TokenClass otherwise) {
    CompiledRule rule;
    const RuleSource& source = *found.rule;
    rule.has_class_of_groups = source.has_class_of_groups;
    for (const ClassChoice& choice : source.classes) {
        TRY(const CompiledClass compiled, compile_class(choice, found, otherwise));
        rule.classes.push_back(compiled);
    }
    TRY(rule.action, compile_action(source.action, found.context->file, source.action_place, *found.origin));
    if (rule.action.operand == Operand::ByClass) rule.action.operand = rule.classes.back().operand;
    const std::size_t groups = group_count(source.pattern);
    CHECK(check_groups(rule.action, groups, found.context->file, source.action_place));
    const Error too_large = fault(found.context->file, source.place, "the pattern is too large",
                                  "use fewer and shorter counts such as {2,200}");
    CHECK(compile_parts(source.pattern, rule, too_large));
    return rule;
}

Result<void> ContextCompiler::compile_parts(const Pattern& pattern, CompiledRule& rule, const Error& too_large) {
    std::optional<std::size_t> ahead = 0;
    if (pattern.ahead) ahead = pattern.fixed_length(*pattern.ahead);
    // One part, and one knows where it ends: there is nothing to cut.
    if (ahead && (pattern.parts.size() == 1 || group_count(pattern) == 0)) {
        rule.ahead_length = *ahead;
        // The group may be asked for as $1.
        if (group_count(pattern) == 0) return {};
    }
    for (const PatternPart& part : pattern.parts) {
        auto automaton = Automaton::make({{&pattern, {part.node}, 0xFF}});
        if (!automaton) return fail(too_large);
        rule.parts.push_back({std::move(*automaton), part.capture});
    }
    return {};
}

Result<CompiledClass> ContextCompiler::compile_class(const ClassChoice& choice, const Found& found,
                                                     TokenClass otherwise) {
    CompiledClass compiled;
    compiled.token_class = choice.token_class.value_or(otherwise);
    compiled.operand = operand_of(compiled.token_class);
    if (!choice.words.empty()) {
        TRY(compiled.words, compile_words(choice.words, found));
        // A word that is none of the language's is a name.
        compiled.operand = Operand::Operand;
    }
    return compiled;
}

Result<Action> ContextCompiler::compile_action(const RuleAction& source, const std::string& file, TextPlace place,
                                               const Language& origin) {
    Action action;
    action.stack = source.stack;
    action.pops = source.pops;
    action.operand = source.operand;
    if (!source.context.empty()) {
        TRY(action.target, resolve(source.context, file, place, origin));
    }
    if (source.region) {
        auto region = std::make_unique<Region>();
        region->source = *source.region;
        const std::string_view name = source.region->context;
        if (name.size() == 2 && name[0] == '$' && name[1] >= '1' && name[1] <= '9') {
            region->language_group = static_cast<std::size_t>(name[1] - '0');
        } else {
            TRY(region->context, resolve(name, file, place, origin));
        }
        action.region = std::move(region);
        if (action.operand == Operand::ByClass) action.operand = Operand::Operand;
    }
    return action;
}

Result<const Language*> ContextCompiler::language_named(std::string_view name, const std::string& file,
                                                        TextPlace place) {
    if (name == language_.name()) return &language_;
    auto found = languages_.language_named(name);
    if (!found) return fail(std::move(found).error());
    if (*found != nullptr) return *found;
    const auto near = languages_.nearest(name);
    return fail(
        fault(file, place, fmt::format("unknown language '{}'", name),
              near ? fmt::format("did you mean '{}'?", *near) : "name one of docs/highlighting.md, or of languages/"));
}

Result<const Context*> ContextCompiler::resolve(std::string_view name, const std::string& file, TextPlace place,
                                                const Language& origin) {
    const Language* language = &language_;
    const Language* further = &origin;
    if (const auto colon = name.find(':'); colon != std::string_view::npos) {
        TRY(language, language_named(name.substr(0, colon), file, place));
        further = language;
        name.remove_prefix(colon + 1);
    }
    if (const Context* context = language->find_context(name)) return context;
    if (const Context* context = further->find_context(name)) return context;
    std::vector<std::string_view> names;
    for (const auto& [known, context] : language->contexts()) names.push_back(known);
    const auto near = text::nearest(name, names);
    return fail(
        fault(file, place, fmt::format("unknown context '{}'", name),
              near ? fmt::format("did you mean '{}'?", *near) : fmt::format("write a table [context.{}]", name)));
}

Result<const CompiledWords*> ContextCompiler::compile_words(const std::string& name, const Found& found) {
    const Language* owner = &language_;
    auto source = owner->definition().words.find(name);
    if (source == owner->definition().words.end()) {
        owner = found.origin;
        source = owner->definition().words.find(name);
        if (source == owner->definition().words.end()) {
            std::vector<std::string_view> names;
            for (const auto& [known, groups] : language_.definition().words) names.push_back(known);
            const auto near = text::nearest(name, names);
            return fail(fault(
                found.context->file, found.rule->place, fmt::format("unknown list of words '{}'", name),
                near ? fmt::format("did you mean '{}'?", *near) : fmt::format("write {} = […] in [words]", name)));
        }
    }
    auto& known = owner->words_[name];
    if (known != nullptr) return known.get();
    std::vector<CompiledWords::Group> groups;
    std::vector<WordTable::Word> words;
    for (const WordGroup& group : source->second) {
        CompiledWords::Group compiled{group.token_class, nullptr, operand_of(group.token_class)};
        if (group.action) {
            TRY(Action action, compile_action(*group.action, owner->definition().file, group.place, *owner));
            CHECK(check_groups(action, 0, owner->definition().file, group.place));
            if (action.operand == Operand::ByClass) action.operand = compiled.operand;
            compiled.operand = action.operand;
            if (!group.action->changes_nothing()) compiled.action = std::make_unique<const Action>(std::move(action));
        }
        for (const std::string& word : group.words) words.push_back({word, static_cast<std::uint16_t>(groups.size())});
        groups.push_back(std::move(compiled));
    }
    known.reset(new CompiledWords{WordTable(std::move(words), owner->definition().letter_case), std::move(groups)});
    return known.get();
}

}  // namespace byline::highlighting
