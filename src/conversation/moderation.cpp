#include "conversation/moderation.hpp"

#include <algorithm>
#include <set>

namespace byline::conversation {
namespace {

using database::Row;
using database::Transaction;

constexpr std::int64_t largest_page = 500;

State state_of(const std::string& name) {
    return state_named(name).value_or(State::Held);
}

QueueEntry queue_entry_of(Row& row) {
    QueueEntry entry;
    entry.id = row.number(0);
    entry.thread = row.take_text(1);
    entry.parent = row.maybe_number(2);
    entry.person = row.number(3);
    entry.kind = kind_named(row.text(4)).value_or(Kind::Comment);
    entry.state = state_of(row.text(5));
    entry.body = row.take_text(6);
    entry.created_ms = row.number(7);
    entry.verdict = read_verdict(row.text(8));
    entry.source = row.take_text(9);
    entry.name = row.take_text(10);
    entry.email = row.take_text(11);
    entry.website = row.take_text(12);
    entry.is_verified = !row.is_null(13);
    entry.published = row.number(14);
    entry.role = row.text(15) == "author" ? Role::Author : Role::Reader;
    entry.likes = row.number(16);
    entry.featured = row.maybe_number(17);
    entry.featured_note = row.take_text(18);
    entry.is_edited = !row.is_null(19);
    return entry;
}

struct Change {
    std::int64_t comment = 0;
    State before = State::Held;
    State after = State::Held;
    std::string thread;
};

struct Decider {
    std::string_view action;
    std::string_view who;
    std::string_view reason;
    std::int64_t now_ms = 0;
};

Result<void> store_change(Transaction& transaction, const Change& change, const Decider& decider) {
    CHECK(transaction.run("comment.set_state", {{"id", change.comment}, {"state", name_of(change.after)}}));
    CHECK(transaction.run("decision.insert", {{"action", decider.action},
                                              {"comment", change.comment},
                                              {"before", name_of(change.before)},
                                              {"after", name_of(change.after)},
                                              {"who", decider.who},
                                              {"reason", decider.reason},
                                              {"decided_at", decider.now_ms}}));
    return {};
}

Result<std::optional<Change>> change_of(Transaction& transaction, std::int64_t comment, State after) {
    TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
    if (!row) return std::optional<Change>();
    const State before = state_of(row->text(6));
    if (before == after || before == State::Erased) return std::optional<Change>();
    return std::optional(Change{comment, before, after, row->text(1)});
}

Result<void> announce_threads(Transaction& transaction, const std::set<std::string>& threads) {
    for (const std::string& thread : threads) CHECK(transaction.announce("thread", thread));
    return {};
}

}  // namespace

Result<std::vector<QueueEntry>> read_queue(database::Database& database, const QueueFilter& filter) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<QueueEntry>> {
        std::vector<QueueEntry> entries;
        CHECK(transaction.each("comment.queue",
                               {{"state", filter.state ? name_of(*filter.state) : std::string_view()},
                                {"kind", filter.kind ? name_of(*filter.kind) : std::string_view()},
                                {"thread", filter.thread},
                                {"person", filter.person},
                                {"before", filter.before},
                                {"most", std::clamp<std::int64_t>(filter.most, 1, largest_page)}},
                               [&](Row& row) -> Result<void> {
                                   entries.push_back(queue_entry_of(row));
                                   return {};
                               }));
        return entries;
    });
}

Result<std::vector<StateCount>> count_states(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::vector<StateCount>> {
        std::vector<StateCount> counts;
        TRY(const auto rows, transaction.rows("comment.counts"));
        counts.reserve(rows.size());
        for (const Row& row : rows) counts.push_back({state_of(row.text(0)), row.number(1)});
        return counts;
    });
}

Result<Decided> decide(database::Database& database, const std::vector<std::int64_t>& comments, State state,
                       std::string_view who, std::string_view reason, const std::string& action, std::int64_t now_ms) {
    if (comments.size() > most_decided_at_once) {
        return fail(usage_error("more than 1000 at once", "decide on them in parts"));
    }
    return database.write([&](Transaction& transaction) -> Result<Decided> {
        Decided decided{action, {}};
        std::set<std::string> threads;
        for (const std::int64_t comment : comments) {
            TRY(const auto change, change_of(transaction, comment, state));
            if (!change) continue;
            CHECK(store_change(transaction, *change, {action, who, reason, now_ms}));
            decided.changed.push_back(comment);
            threads.insert(change->thread);
        }
        CHECK(announce_threads(transaction, threads));
        return decided;
    });
}

Result<Decided> undo(database::Database& database, const std::string& action, std::string_view who,
                     const std::string& new_action, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<Decided> {
        Decided decided{new_action, {}};
        std::set<std::string> threads;
        TRY(const auto rows, transaction.rows("decision.of_action", {{"action", action}}));
        for (const Row& row : rows) {
            TRY(const auto change, change_of(transaction, row.number(0), state_of(row.text(1))));
            if (!change || change->before != state_of(row.text(2))) continue;
            CHECK(store_change(transaction, *change, {new_action, who, "undone", now_ms}));
            decided.changed.push_back(change->comment);
            threads.insert(change->thread);
        }
        CHECK(announce_threads(transaction, threads));
        return decided;
    });
}

Result<std::vector<Decision>> decisions_on(database::Database& database, std::int64_t comment) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<Decision>> {
        std::vector<Decision> log;
        TRY(const auto rows, transaction.rows("decision.of_comment", {{"comment", comment}}));
        log.reserve(rows.size());
        for (const Row& row : rows)
            log.push_back(
                {row.text(0), state_of(row.text(1)), state_of(row.text(2)), row.text(3), row.text(4), row.number(5)});
        return log;
    });
}

Result<void> feature(database::Database& database, std::int64_t comment, std::optional<std::int64_t> rank,
                     std::string_view note) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row || (rank && row->text(6) != name_of(State::Published))) {
            return fail(content_error("only a published comment can be featured", "publish it first", {}));
        }
        CHECK(transaction.run("comment.set_featured",
                              {{"id", comment}, {"featured", rank}, {"note", rank ? note : std::string_view()}}));
        return transaction.announce("thread", row->text(1));
    });
}

}  // namespace byline::conversation
