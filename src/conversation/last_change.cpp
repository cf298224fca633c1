#include "conversation/last_change.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "conversation/comment.hpp"

namespace byline::conversation {
namespace {

using database::Transaction;

constexpr const char* rules_subject = "last change of rules";

std::string featured_subject(std::string_view thread) {
    return "last change of featured " + std::string(thread);
}

struct LastChange {
    std::string action;
    std::string before;
    std::string after;
};

// Action, length of `before`, then both texts.
std::string written(const LastChange& change) {
    return change.action + "\n" + std::to_string(change.before.size()) + "\n" + change.before + change.after;
}

std::optional<LastChange> read_change(std::string_view text) {
    const std::size_t action_end = text.find('\n');
    const std::size_t length_end = text.find('\n', std::min(action_end, text.size() - 1) + 1);
    if (action_end == std::string_view::npos || length_end == std::string_view::npos) return std::nullopt;
    std::size_t length = 0;
    const std::string_view digits = text.substr(action_end + 1, length_end - action_end - 1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    const std::string_view texts = text.substr(length_end + 1);
    if (fault != std::errc() || end != digits.data() + digits.size() || length > texts.size()) return std::nullopt;
    return LastChange{std::string(text.substr(0, action_end)), std::string(texts.substr(0, length)),
                      std::string(texts.substr(length))};
}

Result<void> remember(Transaction& transaction, const std::string& subject, const LastChange& change) {
    CHECK(transaction.run("setting.put", {{"name", subject}, {"value", written(change)}}));
    return {};
}

// Nothing when another change is the last one.
Result<std::optional<LastChange>> remembered(Transaction& transaction, const std::string& subject,
                                             std::string_view action) {
    TRY(const auto row, transaction.row("setting.get", {{"name", subject}}));
    auto change = row ? read_change(row->text(0)) : std::nullopt;
    if (!change || action.empty() || change->action != action) return std::optional<LastChange>();
    return change;
}

struct ChosenPlace {
    std::int64_t comment = 0;
    std::int64_t rank = 0;
    std::string note;
};

Result<std::vector<ChosenPlace>> places_in(Transaction& transaction, std::string_view thread) {
    std::vector<ChosenPlace> places;
    TRY(auto rows, transaction.rows("comment.featured_of_thread", {{"thread", thread}}));
    places.reserve(rows.size());
    for (auto& row : rows) places.push_back({row.number(0), row.maybe_number(1).value_or(0), row.take_text(2)});
    return places;
}

// A line each: number, rank, words.
std::string written(const std::vector<ChosenPlace>& places) {
    std::string out;
    for (const ChosenPlace& place : places) {
        std::string note = place.note;
        std::ranges::replace(note, '\n', ' ');
        out += std::to_string(place.comment) + "\t" + std::to_string(place.rank) + "\t" + note + "\n";
    }
    return out;
}

std::vector<ChosenPlace> read_places(std::string_view text) {
    std::vector<ChosenPlace> places;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        ChosenPlace place;
        const char* const end = line.data() + line.size();
        const auto number = std::from_chars(line.data(), end, place.comment);
        if (number.ptr == end) continue;
        const auto rank = std::from_chars(number.ptr + 1, end, place.rank);
        if (rank.ptr != end) place.note.assign(rank.ptr + 1, end);
        places.push_back(std::move(place));
    }
    return places;
}

Result<void> restore_places(Transaction& transaction, std::string_view thread, const std::vector<ChosenPlace>& places) {
    TRY(const auto standing, places_in(transaction, thread));
    for (const ChosenPlace& place : standing) {
        CHECK(transaction.run("comment.set_featured",
                              {{"id", place.comment}, {"featured", std::optional<std::int64_t>()}, {"note", ""}}));
    }
    for (const ChosenPlace& place : places) {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", place.comment}}));
        if (!row || row->text(1) != thread || row->text(6) != name_of(State::Published)) continue;
        CHECK(transaction.run("comment.set_featured",
                              {{"id", place.comment}, {"featured", std::optional(place.rank)}, {"note", place.note}}));
    }
    return transaction.announce("thread", thread);
}

Result<void> put_rules(Transaction& transaction, std::string_view text) {
    CHECK(transaction.run("setting.put", {{"name", rules_setting}, {"value", text}}));
    return transaction.announce("rules", "");
}

Result<std::string> rules_in(Transaction& transaction) {
    TRY(const auto row, transaction.row("setting.get", {{"name", rules_setting}}));
    return row ? row->text(0) : std::string();
}

}  // namespace

Result<std::string> featured_now(database::Database& database, std::string_view thread) {
    return database.read([&](Transaction& transaction) -> Result<std::string> {
        TRY(const auto places, places_in(transaction, thread));
        return written(places);
    });
}

Result<bool> remember_featured(database::Database& database, std::string_view thread, std::string_view action,
                               std::string_view before) {
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto places, places_in(transaction, thread));
        const LastChange change{std::string(action), std::string(before), written(places)};
        if (change.before == change.after) return false;
        CHECK(remember(transaction, featured_subject(thread), change));
        return true;
    });
}

Result<bool> undo_featured(database::Database& database, std::string_view thread, std::string_view action,
                           std::string_view new_action) {
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto change, remembered(transaction, featured_subject(thread), action));
        if (!change) return false;
        TRY(const auto places, places_in(transaction, thread));
        if (written(places) != change->after) return false;
        CHECK(restore_places(transaction, thread, read_places(change->before)));
        CHECK(
            remember(transaction, featured_subject(thread), {std::string(new_action), change->after, change->before}));
        return true;
    });
}

Result<bool> change_rules(database::Database& database, const RuleChanges& changes, std::string_view action) {
    const std::string after = written(changes);
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const std::string before, rules_in(transaction));
        if (before == after) return false;
        CHECK(remember(transaction, rules_subject, {std::string(action), before, after}));
        CHECK(put_rules(transaction, after));
        return true;
    });
}

Result<bool> undo_rules(database::Database& database, std::string_view action, std::string_view new_action) {
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto change, remembered(transaction, rules_subject, action));
        TRY(const std::string now, rules_in(transaction));
        if (!change || now != change->after) return false;
        CHECK(put_rules(transaction, change->before));
        CHECK(remember(transaction, rules_subject, {std::string(new_action), change->after, change->before}));
        return true;
    });
}

}  // namespace byline::conversation
