#include "highlighting/definition.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "text/nearest.hpp"
#include "text/utf8.hpp"

namespace byline::highlighting {
namespace {

constexpr std::size_t most_file_bytes = std::size_t{256} * 1024;
constexpr std::size_t most_contexts = 256;
constexpr std::size_t most_rules = 512;

class DefinitionReader {
  public:
    explicit DefinitionReader(const DefinitionFile& file) : file_(file) {}

    Result<DefinitionNames> read_names() {
        CHECK(check_size());
        TRY(const auto tables, read_definition_text(file_.text, file_.path, Extent::Top));
        DefinitionNames names;
        for (const DefinitionEntry& entry : tables.front().entries) {
            if (entry.key == "name") {
                TRY(names.title, text_of(entry.value));
            } else if (entry.key == "extends") {
                TRY(names.extends, text_of(entry.value));
            } else if (entry.key == "aliases") {
                TRY(names.aliases, texts_of(entry.value));
            }
        }
        return names;
    }

    Result<Definition> read(const Definition* extended) {
        CHECK(check_size());
        TRY(const auto tables, read_definition_text(file_.text, file_.path));
        if (extended != nullptr) definition_ = *extended;
        definition_.file = file_.path;
        CHECK(read_top(tables.front()));
        for (const DefinitionTable& table : tables) {
            if (table.name == "patterns") CHECK(read_patterns(table));
        }
        for (const DefinitionTable& table : tables) {
            if (table.name.empty() || table.name == "patterns") continue;
            if (table.name == "words") {
                CHECK(read_words(table));
            } else if (table.name.starts_with("context.")) {
                CHECK(read_context(table));
            } else {
                return fail(fault(table.place, fmt::format("unknown table [{}]", table.name),
                                  "known are [patterns], [words] and [context.NAME]"));
            }
        }
        if (!definition_.contexts.contains(definition_.start)) {
            return fail(fault({1, 1}, fmt::format("no context '{}' to begin in", definition_.start),
                              fmt::format("write a table [context.{}]", definition_.start)));
        }
        return std::move(definition_);
    }

  private:
    Error fault(TextPlace place, std::string message, std::string remedy) const {
        Error error = content_error(std::move(message), std::move(remedy), {file_.path, place.line, place.column});
        error.snippet = std::string(text::line_at(file_.text, place.line));
        return error;
    }

    // Where the byte at `offset` of `value` stands; exact in strings that escape nothing, and on their first line.
    static TextPlace place_in(const DefinitionValue& value, std::size_t offset) {
        const std::string_view before = std::string_view(value.text).substr(0, offset);
        return {value.place.line, value.place.column + static_cast<std::uint32_t>(text::count_code_points(before))};
    }

    Result<void> check_size() const {
        if (file_.text.size() <= most_file_bytes) return {};
        return fail(fault({1, 1}, "a definition is larger than 256 KiB", "make it smaller, or several of it"));
    }

    Result<std::string> text_of(const DefinitionValue& value) const {
        if (value.kind == DefinitionValue::Kind::Text) return value.text;
        return fail(fault(value.place, "a list where a string is expected", "write a string in quotes"));
    }

    Result<std::vector<std::string>> texts_of(const DefinitionValue& value) const {
        if (value.kind != DefinitionValue::Kind::List) {
            return fail(fault(value.place, "a string where a list is expected", "write [\"one\", \"two\"]"));
        }
        std::vector<std::string> texts;
        for (const DefinitionValue& item : value.items) {
            TRY(std::string text, text_of(item));
            texts.push_back(std::move(text));
        }
        return texts;
    }

    Error unknown(TextPlace place, std::string_view what, std::string_view wrong,
                  const std::vector<std::string_view>& right) const {
        const auto near = text::nearest(wrong, right);
        return fault(
            place, fmt::format("unknown {} '{}'", what, wrong),
            near ? fmt::format("did you mean '{}'?", *near) : fmt::format("known are {}", fmt::join(right, ", ")));
    }

    Result<void> read_top(const DefinitionTable& table) {
        for (const DefinitionEntry& entry : table.entries) {
            if (entry.key == "case") {
                TRY(const std::string value, text_of(entry.value));
                if (value != "ignore" && value != "distinct") {
                    return fail(unknown(entry.value.place, "value", value, {"ignore", "distinct"}));
                }
                definition_.letter_case = value == "ignore" ? LetterCase::Ignored : LetterCase::Distinct;
            } else if (entry.key == "start") {
                TRY(definition_.start, text_of(entry.value));
            } else if (entry.key != "name" && entry.key != "aliases" && entry.key != "extends") {
                return fail(unknown(entry.place, "key", entry.key, {"name", "aliases", "extends", "case", "start"}));
            }
        }
        return {};
    }

    Result<void> read_patterns(const DefinitionTable& table) {
        for (const DefinitionEntry& entry : table.entries) {
            TRY(std::string text, text_of(entry.value));
            definition_.patterns.insert_or_assign(entry.key, std::move(text));
        }
        for (const DefinitionEntry& entry : table.entries) {
            // Read on its own once, so that a fault is told where it stands and not where it is used.
            TRY(const Pattern pattern, read_pattern(entry.value));
            if (pattern.ahead || pattern.is_at_line_start) {
                return fail(fault(entry.value.place, "a named pattern with ^, $, \\b, (?=…) or (?!…)",
                                  "write that where the pattern is used"));
            }
        }
        return {};
    }

    Result<Pattern> read_pattern(const DefinitionValue& value) const {
        TRY(const std::string text, text_of(value));
        auto parsed = parse_pattern(text, definition_.patterns, definition_.letter_case);
        if (auto* wrong = std::get_if<PatternFault>(&parsed)) {
            return fail(fault(place_in(value, wrong->offset), std::move(wrong->message), std::move(wrong->remedy)));
        }
        return std::get<Pattern>(std::move(parsed));
    }

    Result<RuleAction> read_action(const DefinitionValue& value) const {
        TRY(const std::string text, text_of(value));
        auto parsed = parse_action(text);
        if (auto* wrong = std::get_if<PatternFault>(&parsed)) {
            return fail(fault(place_in(value, wrong->offset), std::move(wrong->message), std::move(wrong->remedy)));
        }
        return std::get<RuleAction>(std::move(parsed));
    }

    Result<TokenClass> class_named(std::string_view name, TextPlace place) const {
        if (name.empty()) return TokenClass::None;
        if (const auto found = find_token_class(name)) return *found;
        std::vector<std::string_view> names;
        for (const TokenClassName& known : token_class_names()) names.push_back(known.name);
        return fail(unknown(place, "class", name, names));
    }

    // "keyword", "words", "words:types|property".
    Result<ClassChoice> read_class(const DefinitionValue& value) const {
        TRY(const std::string text, text_of(value));
        std::string_view name = text;
        ClassChoice choice;
        if (name == "words" || name.starts_with("words|") || name.starts_with("words:")) {
            const std::string_view list = name.substr(0, name.find('|'));
            choice.words = list == "words" ? "main" : list.substr(std::string_view("words:").size());
            name.remove_prefix(std::min(list.size() + 1, name.size()));
        }
        if (!name.empty()) {
            TRY(choice.token_class, class_named(name, value.place));
        }
        return choice;
    }

    Result<void> read_words(const DefinitionTable& table) {
        for (const DefinitionEntry& entry : table.entries) {
            std::vector<WordGroup> groups;
            if (entry.value.kind != DefinitionValue::Kind::List) {
                return fail(fault(entry.value.place, "a string where lists are expected",
                                  "write [[\"keyword\", \"if else\"]]"));
            }
            for (const DefinitionValue& item : entry.value.items) {
                if (item.items.size() != 2 && item.items.size() != 3) {
                    return fail(fault(item.place, "not a class with its words", "write [\"keyword\", \"if else\"]"));
                }
                WordGroup group;
                group.place = item.place;
                TRY(const std::string name, text_of(item.items[0]));
                TRY(group.token_class, class_named(name, item.items[0].place));
                TRY(const std::string words, text_of(item.items[1]));
                group.words = split(words);
                if (item.items.size() == 3) {
                    TRY(group.action, read_action(item.items[2]));
                    group.place = item.items[2].place;
                }
                groups.push_back(std::move(group));
            }
            // Those of the extended definition come last: what is said here counts.
            auto& known = definition_.words[entry.key];
            known.insert(known.begin(), std::make_move_iterator(groups.begin()), std::make_move_iterator(groups.end()));
        }
        return {};
    }

    std::vector<std::string> split(std::string_view words) const {
        constexpr std::string_view white_space = " \t\r\n";
        std::vector<std::string> list;
        for (std::size_t at = words.find_first_not_of(white_space); at != std::string_view::npos;) {
            const std::size_t end = std::min(words.find_first_of(white_space, at), words.size());
            list.emplace_back(words.substr(at, end - at));
            if (definition_.letter_case == LetterCase::Ignored) {
                for (char& c : list.back()) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
            at = words.find_first_not_of(white_space, end);
        }
        return list;
    }

    Result<void> read_context(const DefinitionTable& table) {
        auto context = std::make_shared<ContextSource>();
        context->file = file_.path;
        for (const DefinitionEntry& entry : table.entries) {
            if (entry.key == "class") {
                TRY(const std::string name, text_of(entry.value));
                TRY(context->token_class, class_named(name, entry.value.place));
            } else if (entry.key == "else") {
                TRY(context->otherwise, read_action(entry.value));
                context->otherwise_place = entry.value.place;
                if (context->otherwise->changes_nothing()) {
                    return fail(fault(entry.value.place, "an else that leads nowhere", "write pop or goto NAME"));
                }
            } else if (entry.key == "rules") {
                CHECK(read_rules(entry.value, *context));
            } else {
                return fail(unknown(entry.place, "key", entry.key, {"class", "else", "rules"}));
            }
        }
        const std::string name = table.name.substr(std::string_view("context.").size());
        definition_.contexts.insert_or_assign(name, std::move(context));
        if (definition_.contexts.size() > most_contexts) {
            return fail(fault(table.place, "more than 256 contexts", "make several definitions of it"));
        }
        return {};
    }

    Result<void> read_rules(const DefinitionValue& list, ContextSource& context) const {
        if (list.kind != DefinitionValue::Kind::List) {
            return fail(
                fault(list.place, "a string where a list of rules is expected", "write [['pattern', 'class']]"));
        }
        if (list.items.size() > most_rules) {
            return fail(fault(list.place, "more than 512 rules in a context", "make several contexts of it"));
        }
        for (const DefinitionValue& item : list.items) {
            if (item.kind == DefinitionValue::Kind::List) {
                TRY(RuleSource rule, read_rule(item));
                context.items.emplace_back(std::move(rule));
            } else if (item.text.starts_with("include ")) {
                context.items.emplace_back(IncludeSource{item.text.substr(8), place_in(item, 8)});
            } else {
                return fail(fault(item.place, "neither a rule nor an include",
                                  "write ['pattern', 'class', 'action'] or 'include NAME'"));
            }
        }
        return {};
    }

    Result<RuleSource> read_rule(const DefinitionValue& item) const {
        if (item.items.empty() || item.items.size() > 3) {
            return fail(fault(item.place, "a rule has a pattern, a class and an action",
                              "write ['pattern', 'class', 'action']; class and action may be left out"));
        }
        RuleSource rule;
        rule.place = rule.action_place = item.items[0].place;
        TRY(rule.pattern, read_pattern(item.items[0]));
        if (item.items.size() > 1) {
            const DefinitionValue& classes = item.items[1];
            if (classes.kind == DefinitionValue::Kind::Text) {
                TRY(ClassChoice choice, read_class(classes));
                rule.classes.push_back(std::move(choice));
            }
            rule.has_class_of_groups = classes.kind == DefinitionValue::Kind::List;
            for (const DefinitionValue& name : classes.items) {
                TRY(ClassChoice choice, read_class(name));
                rule.classes.push_back(std::move(choice));
            }
        }
        if (rule.classes.empty()) rule.classes.emplace_back();
        const auto groups =
            static_cast<std::size_t>(std::ranges::count(rule.pattern.parts, Capture::Yes, &PatternPart::capture));
        if (rule.has_class_of_groups && rule.classes.size() != groups) {
            return fail(fault(item.items[1].place, fmt::format("{} classes for {} groups", rule.classes.size(), groups),
                              "write one class for each (…) of the pattern, or one without brackets for all of it"));
        }
        if (item.items.size() > 2) {
            TRY(rule.action, read_action(item.items[2]));
            rule.action_place = item.items[2].place;
        }
        return rule;
    }

    const DefinitionFile& file_;
    Definition definition_;
};

}  // namespace

Result<DefinitionNames> read_definition_names(const DefinitionFile& file) {
    return DefinitionReader(file).read_names();
}

Result<Definition> read_definition(const DefinitionFile& file, const Definition* extended) {
    return DefinitionReader(file).read(extended);
}

}  // namespace byline::highlighting
