#include "conversation/rule_book.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace byline::conversation {
namespace {

using database::Transaction;

using Number = std::optional<std::int64_t> RuleChanges::*;
constexpr std::array<std::pair<std::string_view, Number>, 5> numbers{{
    {"edit_minutes", &RuleChanges::edit_minutes},
    {"close_after_days", &RuleChanges::close_after_days},
    {"most_links", &RuleChanges::most_links},
    {"most_a_minute", &RuleChanges::most_a_minute},
    {"most_a_day", &RuleChanges::most_a_day},
}};

void read_line(RuleChanges& changes, std::string_view name, std::string_view value) {
    if (name == "hold") changes.hold = hold_named(value);
    if (name == "blocked" && !value.empty()) changes.blocked.emplace_back(value);
    for (const auto& [known, member] : numbers) {
        if (name != known) continue;
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (fault == std::errc() && end == value.data() + value.size() && number >= 0) changes.*member = number;
    }
}

}  // namespace

std::string_view name_of(Hold hold) {
    switch (hold) {
        case Hold::First: return "first";
        case Hold::All: return "all";
        case Hold::None: return "none";
    }
    return {};
}

std::optional<Hold> hold_named(std::string_view name) {
    for (const Hold hold : {Hold::First, Hold::All, Hold::None}) {
        if (name_of(hold) == name) return hold;
    }
    return std::nullopt;
}

std::string written(const RuleChanges& changes) {
    std::string out;
    if (changes.hold) out += "hold\t" + std::string(name_of(*changes.hold)) + "\n";
    for (const auto& [name, member] : numbers) {
        if (changes.*member) out += std::string(name) + "\t" + std::to_string(*(changes.*member)) + "\n";
    }
    for (const std::string& word : changes.blocked) out += "blocked\t" + word + "\n";
    return out;
}

RuleChanges read_rule_changes(std::string_view text) {
    RuleChanges changes;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const std::size_t tab = line.find('\t');
        if (tab != std::string_view::npos) read_line(changes, line.substr(0, tab), line.substr(tab + 1));
    }
    return changes;
}

Rules with_changes(Rules rules, const RuleChanges& changes) {
    rules.hold = changes.hold.value_or(rules.hold);
    rules.edit_minutes = changes.edit_minutes.value_or(rules.edit_minutes);
    rules.close_after_days = changes.close_after_days.value_or(rules.close_after_days);
    rules.most_links = changes.most_links.value_or(rules.most_links);
    rules.most_a_minute = changes.most_a_minute.value_or(rules.most_a_minute);
    rules.most_a_day = changes.most_a_day.value_or(rules.most_a_day);
    rules.blocked.insert(rules.blocked.end(), changes.blocked.begin(), changes.blocked.end());
    return rules;
}

Result<RuleChanges> stored_rule_changes(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<RuleChanges> {
        TRY(const auto row, transaction.row("setting.get", {{"name", rules_setting}}));
        return row ? read_rule_changes(row->text(0)) : RuleChanges();
    });
}

std::shared_ptr<const Rules> RuleBook::now() const {
    const std::lock_guard lock(mutex_);
    return now_;
}

Result<void> RuleBook::read(database::Database& database) {
    TRY(const RuleChanges changes, stored_rule_changes(database));
    auto rules = std::make_shared<const Rules>(with_changes(of_file_, changes));
    const std::lock_guard lock(mutex_);
    now_ = std::move(rules);
    return {};
}

}  // namespace byline::conversation
