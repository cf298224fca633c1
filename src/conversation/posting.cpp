#include "conversation/posting.hpp"

#include <algorithm>

#include "conversation/comment_html.hpp"
#include "conversation/name_key.hpp"

namespace byline::conversation {
namespace {

using database::Row;
using database::Transaction;

constexpr std::int64_t last_minute_ms = 60'000;
constexpr std::int64_t last_day_ms = 86'400'000;
constexpr std::int64_t last_month_ms = 30 * last_day_ms;

struct Sending {
    std::int64_t id = 0;
    Standing standing;
};

Result<Sending> sending_by_id(Transaction& transaction, std::int64_t id) {
    TRY(const auto row, transaction.row("person.by_id", {{"id", id}}));
    if (!row) return fail(content_error("there is no such person", "sign in again", {}));
    return Sending{id, {row->text(6) == "author" ? Role::Author : Role::Reader, !row->is_null(8), row->number(10)}};
}

// What the store knows before a comment is taken: "comment.before_posting", whose columns these are.
struct Known {
    std::optional<Posted> before;  // the same form, sent again
    std::int64_t in_thread = 0;
    Circumstances circumstances;
    bool is_name_taken = false;  // by a verified person
    std::optional<std::int64_t> writer;
};

Result<Known> known_before(Transaction& transaction, const Draft& draft, const Sender& sender,
                           std::string_view submission, std::string_view digest, std::int64_t now_ms) {
    TRY(const auto row, transaction.row("comment.before_posting", {{"submission", submission},
                                                                   {"thread", draft.thread},
                                                                   {"body_digest", digest},
                                                                   {"since", now_ms - last_month_ms},
                                                                   {"name_key", name_key(draft.name)},
                                                                   {"email", draft.email},
                                                                   {"website", draft.website},
                                                                   {"minute", now_ms - last_minute_ms},
                                                                   {"network", sender.network},
                                                                   {"day", now_ms - last_day_ms}}));
    Known known;
    if (const auto before = row->maybe_number(0)) {
        known.before = Posted{Outcome::StoredBefore, *before, state_named(row->text(1)).value_or(State::Held), 0};
    }
    known.in_thread = row->number(2);
    known.circumstances.last_minute = row->number(3);
    known.circumstances.last_day = row->number(4);
    known.circumstances.spam_last_day = row->number(5);
    known.circumstances.same_text = row->number(6);
    known.is_name_taken = !row->is_null(7);
    known.writer = row->maybe_number(8);
    return known;
}

// Nothing when the name is a verified person's, and the sender has not proved to be it.
Result<std::optional<Sending>> sending_of(Transaction& transaction, const Draft& draft, const Sender& sender,
                                          const Known& known, std::int64_t now_ms) {
    if (sender.person) {
        TRY(auto writer, sending_by_id(transaction, *sender.person));
        return std::optional(writer);
    }
    if (known.is_name_taken) return std::optional<Sending>();
    if (known.writer) return std::optional(Sending{*known.writer, {}});
    TRY(const auto row, transaction.row("person.insert", {{"name", draft.name},
                                                          {"name_key", name_key(draft.name)},
                                                          {"email", draft.email},
                                                          {"website", draft.website},
                                                          {"face", ""},
                                                          {"role", "reader"},
                                                          {"created_at", now_ms},
                                                          {"verified_at", std::nullopt}}));
    return std::optional(Sending{row->number(0), {}});
}

// Counted only where there are many. Spam that nobody sees does not close a thread for its readers.
Result<bool> is_thread_full(Transaction& transaction, const Rules& rules, std::string_view thread,
                            std::int64_t now_ms) {
    TRY(const auto row,
        transaction.row("comment.crowd_of_thread", {{"thread", thread}, {"since", now_ms - last_month_ms}}));
    return row->number(0) >= rules.most_in_thread || row->number(1) >= rules.most_unpublished_in_thread;
}

struct Position {
    std::optional<std::int64_t> parent;
    std::int64_t depth = 0;
};

// Where an answer stands: below what it answers, and no deeper than that when it is deep enough already.
Result<std::optional<Position>> position_of(Transaction& transaction, const Draft& draft, const Rules& rules) {
    if (!draft.parent) return std::optional(Position{});
    TRY(const auto row, transaction.row("comment.by_id", {{"id", *draft.parent}}));
    const bool is_there = row && row->text(1) == draft.thread && row->text(6) == name_of(State::Published);
    if (!is_there) return std::optional<Position>();
    return std::optional(Position{draft.parent, std::min(row->number(3) + 1, rules.most_depth)});
}

Result<Posted> post_in(Transaction& transaction, const Rules& rules, const Draft& draft, const Sender& sender,
                       const FormProof& proof, Circumstances said, const CommentHtml& html, std::int64_t now_ms) {
    const std::string submission = submission_key(proof, draft.body);
    const std::string digest = body_digest(draft.body);
    TRY(const auto known, known_before(transaction, draft, sender, submission, digest, now_ms));
    if (known.before) return *known.before;
    if (known.in_thread >= std::min(rules.most_in_thread, rules.most_unpublished_in_thread)) {
        TRY(const bool is_full, is_thread_full(transaction, rules, draft.thread, now_ms));
        if (is_full) return Posted{.outcome = Outcome::ThreadFull};
    }
    TRY(const auto position, position_of(transaction, draft, rules));
    if (!position) return Posted{.outcome = Outcome::NoSuchParent};
    TRY(const auto writer, sending_of(transaction, draft, sender, known, now_ms));
    if (!writer) return Posted{.outcome = Outcome::NameTaken};
    said.last_minute = known.circumstances.last_minute;
    said.last_day = known.circumstances.last_day;
    said.spam_last_day = known.circumstances.spam_last_day;
    said.same_text = known.circumstances.same_text;
    const Verdict verdict = judge(rules, {draft.name, draft.email, draft.website, draft.body}, said);
    const State state = first_state(rules, writer->standing, verdict);
    TRY(const auto row, transaction.row("comment.insert", {{"thread", draft.thread},
                                                           {"parent", position->parent},
                                                           {"depth", position->depth},
                                                           {"person", writer->id},
                                                           {"kind", name_of(Kind::Comment)},
                                                           {"state", name_of(state)},
                                                           {"body", draft.body},
                                                           {"html", html.html.view()},
                                                           {"html_version", comment_html_version},
                                                           {"created_at", now_ms},
                                                           {"likes", 0},
                                                           {"featured", std::nullopt},
                                                           {"featured_note", ""},
                                                           {"network", sender.network},
                                                           {"body_digest", digest},
                                                           {"verdict", written(verdict)},
                                                           {"submission", submission},
                                                           {"source", ""},
                                                           {"batch", std::nullopt}}));
    CHECK(transaction.announce(state == State::Published ? "thread" : "queue", draft.thread));
    return Posted{Outcome::Stored, row->number(0), state, writer->id};
}

Result<void> decide_in(Transaction& transaction, std::int64_t comment, std::string_view before, State after,
                       std::string_view who, std::string_view reason, std::int64_t now_ms) {
    CHECK(transaction.run("comment.set_state", {{"id", comment}, {"state", name_of(after)}}));
    CHECK(transaction.run("decision.insert", {{"action", ""},
                                              {"comment", comment},
                                              {"before", before},
                                              {"after", name_of(after)},
                                              {"who", who},
                                              {"reason", reason},
                                              {"decided_at", now_ms}}));
    return {};
}

}  // namespace

Result<Posted> post_comment(database::Database& database, const Rules& rules, const Draft& draft, const Sender& sender,
                            const FormProof& proof, bool is_honeypot_filled, std::int64_t now_ms) {
    // What takes long is done before the store is taken.
    const CommentHtml html = comment_html(draft.body);
    Circumstances known;
    known.is_honeypot_filled = is_honeypot_filled;
    known.form_seconds = proof.seconds;
    known.links = html.links;
    return database.write([&](Transaction& transaction) {
        return post_in(transaction, rules, draft, sender, proof, known, html, now_ms);
    });
}

std::string edit_token(const secrets::Key& key, std::int64_t comment) {
    return key.sign("edit", std::to_string(comment));
}

bool is_edit_token(const secrets::Key& key, std::int64_t comment, std::string_view token) {
    return key.opened("edit", token) == std::to_string(comment);
}

Result<Posted> edit_comment(database::Database& database, const Rules& rules, std::int64_t comment,
                            std::string_view body, std::int64_t now_ms) {
    const CommentHtml html = comment_html(body);
    return database.write([&](Transaction& transaction) -> Result<Posted> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row) return Posted{.outcome = Outcome::NotYours};
        const State before = state_named(row->text(6)).value_or(State::Held);
        const bool is_open = before == State::Held || before == State::Published;
        if (!is_open || !may_edit(rules, row->number(8), now_ms)) return Posted{.outcome = Outcome::TooLate};
        TRY(const auto writer, sending_by_id(transaction, row->number(4)));
        Circumstances known;
        known.form_seconds = rules.least_seconds;
        known.links = html.links;
        const Verdict verdict = judge(rules, {{}, {}, {}, body}, known);
        State after = first_state(rules, writer.standing, verdict);
        // What was published by the author's hand stays so, unless the new text speaks against it.
        if (before == State::Published && verdict.weight() < held_from) after = before;
        CHECK(transaction.run("comment.set_body", {{"id", comment},
                                                   {"body", body},
                                                   {"html", html.html.view()},
                                                   {"html_version", comment_html_version},
                                                   {"body_digest", body_digest(body)},
                                                   {"edited_at", now_ms},
                                                   {"source", row->text(13)}}));
        if (after != before) {
            CHECK(decide_in(transaction, comment, name_of(before), after, "rules", written(verdict), now_ms));
        }
        CHECK(transaction.announce("thread", row->text(1)));
        return Posted{Outcome::Stored, comment, after, writer.id};
    });
}

Result<Posted> delete_comment(database::Database& database, std::int64_t comment, std::string_view who,
                              std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<Posted> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row || row->text(6) == name_of(State::Erased)) return Posted{.outcome = Outcome::NotYours};
        CHECK(decide_in(transaction, comment, row->text(6), State::Deleted, who, "", now_ms));
        CHECK(transaction.announce("thread", row->text(1)));
        return Posted{Outcome::Stored, comment, State::Deleted, row->number(4)};
    });
}

}  // namespace byline::conversation
