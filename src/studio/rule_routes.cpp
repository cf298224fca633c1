#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "conversation/last_change.hpp"
#include "conversation/rule_book.hpp"
#include "studio/entry_view.hpp"
#include "studio/studio_routes.hpp"

namespace byline::studio {
namespace {

using conversation::RuleChanges;
using conversation::Rules;
using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr std::size_t most_blocked_bytes = 50'000;

struct NumberRule {
    const char* name;
    std::optional<std::int64_t> RuleChanges::*changed;
    std::int64_t Rules::*of_file;
    std::int64_t most;
};

constexpr std::array<NumberRule, 5> number_rules{{
    {"edit_minutes", &RuleChanges::edit_minutes, &Rules::edit_minutes, 10'000},
    {"close_after_days", &RuleChanges::close_after_days, &Rules::close_after_days, 36'500},
    {"most_links", &RuleChanges::most_links, &Rules::most_links, 1'000},
    {"most_a_minute", &RuleChanges::most_a_minute, &Rules::most_a_minute, 100'000},
    {"most_a_day", &RuleChanges::most_a_day, &Rules::most_a_day, 100'000},
}};

bool is_number(std::string_view text, std::int64_t most) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() && number >= 0 && number <= most;
}

// What was typed: texts, right or wrong.
struct Sheet {
    std::string hold;
    std::array<std::string, number_rules.size()> numbers;
    std::string blocked;
};

Sheet sheet_of(const RuleChanges& changes) {
    Sheet sheet;
    if (changes.hold) sheet.hold = conversation::name_of(*changes.hold);
    for (std::size_t index = 0; index < number_rules.size(); ++index) {
        const auto& value = changes.*number_rules.at(index).changed;
        if (value) sheet.numbers.at(index) = std::to_string(*value);
    }
    for (const std::string& word : changes.blocked) sheet.blocked += word + "\n";
    return sheet;
}

Sheet sheet_of(const http::Form& form) {
    Sheet sheet{std::string(form["hold"]), {}, std::string(form["blocked"])};
    for (std::size_t index = 0; index < number_rules.size(); ++index) {
        sheet.numbers.at(index) = form[number_rules.at(index).name];
    }
    return sheet;
}

bool is_good(const Sheet& sheet, std::size_t index) {
    return sheet.numbers.at(index).empty() || is_number(sheet.numbers.at(index), number_rules.at(index).most);
}

http::Response sheet_shown(const Desk& desk, const Visit& visit, const Sheet& sheet, int status) {
    const Rules& of_file = desk.rules.of_file();
    std::vector<ValueMap> numbers;
    for (std::size_t index = 0; index < number_rules.size(); ++index) {
        const NumberRule& rule = number_rules.at(index);
        ValueMap map;
        map.set("name", Value::view(rule.name));
        map.set("value", Value::string(sheet.numbers.at(index)));
        map.set("file", Value::integer(of_file.*rule.of_file));
        map.set("most", Value::integer(rule.most));
        map.set("is_bad", Value::boolean(!is_good(sheet, index)));
        numbers.push_back(std::move(map));
    }
    ValueMap values;
    values.set("hold", Value::string(sheet.hold));
    values.set("file_hold", Value::string(std::string(conversation::name_of(of_file.hold))));
    values.set("numbers", list_of(std::move(numbers)));
    values.set("blocked", Value::string(sheet.blocked));
    values.set("file_blocked", Value::integer(static_cast<std::int64_t>(of_file.blocked.size())));
    return room(desk, visit, "rules", "rules.html", "rules", std::move(values), status);
}

}  // namespace

http::Response rules(const Desk& desk, const Visit& visit) {
    const auto changes = conversation::stored_rule_changes(desk.database);
    if (!changes) return out_of_order(desk, visit);
    return sheet_shown(desk, visit, sheet_of(*changes), 200);
}

http::Response change_rules(const Desk& desk, const Visit& visit) {
    const Sheet sheet = sheet_of(visit.form);
    RuleChanges changes;
    changes.hold = conversation::hold_named(sheet.hold);
    bool is_right = sheet.blocked.size() <= most_blocked_bytes;
    for (std::size_t index = 0; index < number_rules.size(); ++index) {
        is_right = is_right && is_good(sheet, index);
        if (!sheet.numbers.at(index).empty())
            changes.*number_rules.at(index).changed = number_in(sheet.numbers.at(index));
    }
    if (!is_right) return sheet_shown(desk, visit, sheet, status_unprocessable);
    changes.blocked = conversation::block_list(sheet.blocked);
    const std::string action = new_action(desk);
    const auto changed = conversation::change_rules(desk.database, changes, action);
    if (!changed) return out_of_order(desk, visit, sheet.blocked);
    return after_change(desk, "rules", action, "rules", *changed);
}

}  // namespace byline::studio
