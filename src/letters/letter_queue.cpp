#include "letters/letter_queue.hpp"

#include <algorithm>

#include "mail/address.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::letters {
namespace {

using database::Row;
using database::Transaction;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t refused_ms = 180 * day_ms;
constexpr std::int64_t remembered_ms = 90 * day_ms;
constexpr std::size_t digest_digits = 32;
constexpr std::size_t most_fault_bytes = 500;

Purpose purpose_named(std::string_view name) {
    for (const Purpose purpose : {Purpose::Answer, Purpose::Waiting}) {
        if (name == name_of(purpose)) return purpose;
    }
    return Purpose::Verification;
}

Result<std::int64_t> count(Transaction& transaction, std::string_view statement, database::Parameters parameters) {
    TRY(const auto row, transaction.row(statement, parameters));
    return row ? row->number(0) : 0;
}

// Whether one more of verification would be too many, for the inbox, the network or the site.
Result<bool> is_over(Transaction& transaction, const Letter& letter, const std::string& inbox, const Limits& limits,
                     std::int64_t now_ms) {
    const std::string_view purpose = name_of(letter.purpose);
    TRY(const std::int64_t of_inbox,
        count(transaction, "letter.of_inbox", {{"inbox", inbox}, {"purpose", purpose}, {"since", now_ms - day_ms}}));
    if (of_inbox >= limits.inbox_a_day) return true;
    TRY(const std::int64_t of_network,
        count(transaction, "letter.of_network",
              {{"network", letter.network}, {"purpose", purpose}, {"since", now_ms - day_ms}}));
    if (of_network >= limits.network_a_day) return true;
    TRY(const std::int64_t of_site,
        count(transaction, "letter.of_purpose", {{"purpose", purpose}, {"since", now_ms - hour_ms}}));
    return of_site >= limits.site_an_hour;
}

std::string_view shortened(std::string_view fault) {
    return fault.substr(0, text::boundary_at_or_before(fault, std::min(fault.size(), most_fault_bytes)));
}

Result<void> run_alone(database::Database& database, std::string_view statement, database::Parameters parameters) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run(statement, parameters));
        return {};
    });
}

}  // namespace

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::Verification: return "verification";
        case Purpose::Answer: return "answer";
        case Purpose::Waiting: return "waiting";
    }
    return {};
}

std::string inbox_digest(const secrets::Key& key, std::string_view address) {
    const std::size_t at = std::min(address.rfind('@'), address.size());
    const std::string_view local = address.substr(0, std::min(address.find('+'), at));
    std::string inbox;
    for (const char c : local) {
        if (c != '.') inbox += text::ascii_lower(c);
    }
    for (const char c : address.substr(at)) inbox += text::ascii_lower(c);
    return key.digest("inbox", inbox).substr(0, digest_digits);
}

Result<Put> put(Transaction& transaction, const secrets::Key& key, const Letter& letter, const Limits& limits,
                std::int64_t now_ms) {
    if (!mail::Address::parse(letter.address)) return Put::Refused;
    const std::string inbox = inbox_digest(key, letter.address);
    TRY(const auto refusal, transaction.row("letter.is_refused", {{"inbox", inbox}, {"since", now_ms - refused_ms}}));
    if (refusal && letter.purpose == Purpose::Verification) return Put::Refused;
    TRY(const std::int64_t bounced, count(transaction, "letter.is_bounced", {{"inbox", inbox}}));
    TRY(const std::int64_t waiting, count(transaction, "letter.waiting", {}));
    if (bounced == 0 && waiting >= limits.waiting) return Put::TooMany;
    if (letter.purpose == Purpose::Verification) {
        TRY(const bool over, is_over(transaction, letter, inbox, limits, now_ms));
        if (over) return Put::TooMany;
    }
    // What is not sent is noted, so that nobody comes with it again and again; what it says is not.
    const bool goes = bounced == 0;
    const auto if_it_goes = [goes](const std::string& text) { return goes ? std::string_view(text) : ""; };
    TRY(const auto row, transaction.row("letter.insert", {{"letter_key", letter.key},
                                                          {"purpose", name_of(letter.purpose)},
                                                          {"state", goes ? "waiting" : "stopped"},
                                                          {"person", letter.person},
                                                          {"address", if_it_goes(letter.address)},
                                                          {"inbox", inbox},
                                                          {"network", letter.network},
                                                          {"subject", if_it_goes(letter.subject)},
                                                          {"body", if_it_goes(letter.text)},
                                                          {"stop_url", if_it_goes(letter.stop_url)},
                                                          {"created_at", now_ms}}));
    if (!goes) return Put::Refused;
    return row ? Put::Waits : Put::Known;
}

Result<std::optional<Claim>> claim(database::Database& database, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::optional<Claim>> {
        const std::int64_t until = now_ms + claim_ms;
        TRY(auto row, transaction.row("letter.claim", {{"now", now_ms}, {"until", until}}));
        if (!row) return std::optional<Claim>();
        Claim claim;
        claim.id = row->number(0);
        claim.claimed_until_ms = until;
        claim.purpose = purpose_named(row->text(1));
        claim.address = row->take_text(2);
        claim.subject = row->take_text(3);
        claim.text = row->take_text(4);
        claim.stop_url = row->take_text(5);
        claim.created_ms = row->number(6);
        claim.attempts = row->number(7);
        claim.inbox = row->take_text(8);
        return std::optional(std::move(claim));
    });
}

Result<std::optional<std::int64_t>> next_due(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::optional<std::int64_t>> {
        TRY(const auto row, transaction.row("letter.next"));
        return row ? std::optional(row->number(0)) : std::nullopt;
    });
}

Result<void> mark_sent(database::Database& database, const Claim& claim) {
    return run_alone(database, "letter.sent", {{"id", claim.id}, {"until", claim.claimed_until_ms}});
}

Result<void> mark_failed(database::Database& database, const Claim& claim, std::string_view fault) {
    return run_alone(database, "letter.failed",
                     {{"id", claim.id}, {"until", claim.claimed_until_ms}, {"fault", shortened(fault)}});
}

Result<void> mark_bounced(database::Database& database, const Claim& claim, std::string_view fault) {
    return run_alone(
        database, "letter.bounced",
        {{"id", claim.id}, {"until", claim.claimed_until_ms}, {"inbox", claim.inbox}, {"fault", shortened(fault)}});
}

Result<void> put_off(database::Database& database, const Claim& claim, std::string_view fault, std::int64_t due_ms) {
    return run_alone(
        database, "letter.put_off",
        {{"id", claim.id}, {"until", claim.claimed_until_ms}, {"fault", shortened(fault)}, {"due_at", due_ms}});
}

Result<void> hurry(database::Database& database, std::int64_t now_ms) {
    return run_alone(database, "letter.hurry", {{"now", now_ms}});
}

Result<std::vector<FailedLetter>> failed_letters(database::Database& database, std::int64_t most) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<FailedLetter>> {
        std::vector<FailedLetter> letters;
        TRY(auto rows, transaction.rows("letter.failures", {{"most", most}}));
        letters.reserve(rows.size());
        for (Row& row : rows) {
            letters.push_back({.id = row.number(0),
                               .purpose = purpose_named(row.text(1)),
                               .is_bounced = row.text(2) == "bounced",
                               .address = row.take_text(3),
                               .subject = row.take_text(4),
                               .fault = row.take_text(5),
                               .created_ms = row.number(6)});
        }
        return letters;
    });
}

Result<std::int64_t> count_failed_letters(database::Database& database) {
    return database.read([](Transaction& transaction) { return count(transaction, "letter.failure_count", {}); });
}

Result<bool> retry(database::Database& database, std::int64_t letter, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto row, transaction.row("letter.retry", {{"id", letter}, {"now", now_ms}}));
        if (!row) return false;
        CHECK(transaction.run("letter.retry_inbox", {{"inbox", row->text(0)}, {"now", now_ms}}));
        CHECK(transaction.announce("queue", ""));  // whoever carries letters looks at once
        return true;
    });
}

Result<void> drop(database::Database& database, std::int64_t letter) {
    return run_alone(database, "letter.drop", {{"id", letter}});
}

Result<void> refuse(Transaction& transaction, const secrets::Key& key, std::string_view address, std::int64_t now_ms) {
    CHECK(transaction.run("letter.refuse", {{"inbox", inbox_digest(key, address)}, {"refused_at", now_ms}}));
    return {};
}

Result<void> prune(Transaction& transaction, std::int64_t now_ms) {
    CHECK(transaction.run("letter.prune", {{"before", now_ms - remembered_ms}}));
    CHECK(transaction.run("letter.prune_refusals", {{"before", now_ms - refused_ms}}));
    return {};
}

}  // namespace byline::letters
