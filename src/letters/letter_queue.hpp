// The queue of letters in the store: put in with what caused them, taken out by one process each, until a mail server
// has them or they fail. Functions block on the database; safe from any thread and any process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.hpp"
#include "letters/letter.hpp"
#include "secrets/key.hpp"

namespace byline::letters {

// Letters of verification go to whatever address somebody typed: so that nobody can have the server write to another
// again and again, these are counted before one is put in.
struct Limits {
    std::int64_t inbox_a_day = 3;
    std::int64_t network_a_day = 10;
    std::int64_t site_an_hour = 200;
    std::int64_t waiting = 10'000;  // of every purpose
};

enum class Put : std::uint8_t {
    Waits,
    Known,    // one of this key was put in before
    TooMany,  // a limit was reached
    Refused,  // whoever has the address wants no letters, the mail server refuses it, or it is none
};

// In the transaction of what it tells of: both happen or neither.
[[nodiscard]] Result<Put> put(database::Transaction& transaction, const secrets::Key& key, const Letter& letter,
                              const Limits& limits, std::int64_t now_ms);

// What stands for whoever reads mail of an address: case, dots and what follows a plus sign make no other reader.
[[nodiscard]] std::string inbox_digest(const secrets::Key& key, std::string_view address);

// A letter that this process carries, alone, until `claimed_until_ms`.
struct Claim {
    std::int64_t id = 0;
    std::int64_t claimed_until_ms = 0;
    Purpose purpose = Purpose::Verification;
    std::string address;
    std::string subject;
    std::string text;
    std::string stop_url;
    std::int64_t created_ms = 0;
    std::int64_t attempts = 0;  // with this one
    std::string inbox;          // inbox_digest() of the address
};

inline constexpr std::int64_t claim_ms = 300'000;  // a process that died with a letter keeps it no longer

[[nodiscard]] Result<std::optional<Claim>> claim(database::Database& database, std::int64_t now_ms);
// When the next letter may be carried; nothing when none waits.
[[nodiscard]] Result<std::optional<std::int64_t>> next_due(database::Database& database);

// Each does nothing when another process has taken the letter over meanwhile.
[[nodiscard]] Result<void> mark_sent(database::Database& database, const Claim& claim);
[[nodiscard]] Result<void> mark_failed(database::Database& database, const Claim& claim, std::string_view fault);
// The mail server refuses the reader: nothing goes there any more, until one is tried again or 90 days have passed.
[[nodiscard]] Result<void> mark_bounced(database::Database& database, const Claim& claim, std::string_view fault);
[[nodiscard]] Result<void> put_off(database::Database& database, const Claim& claim, std::string_view fault,
                                   std::int64_t due_ms);
// What was put off is tried now.
[[nodiscard]] Result<void> hurry(database::Database& database, std::int64_t now_ms);

// Of what failed for good, the newest first.
struct FailedLetter {
    std::int64_t id = 0;
    Purpose purpose = Purpose::Verification;
    bool is_bounced = false;  // the mail server refuses the reader
    std::string address;
    std::string subject;
    std::string fault;
    std::int64_t created_ms = 0;
};
[[nodiscard]] Result<std::vector<FailedLetter>> failed_letters(database::Database& database, std::int64_t most);
[[nodiscard]] Result<std::int64_t> count_failed_letters(database::Database& database);
// Puts it into the queue again, with all that was stopped on the way to the same reader. False when it is gone.
[[nodiscard]] Result<bool> retry(database::Database& database, std::int64_t letter, std::int64_t now_ms);
// Forgets what it said and to whom. A reader whom the mail server refuses gets no letters all the same.
[[nodiscard]] Result<void> drop(database::Database& database, std::int64_t letter);

// Whoever has this address wants no letters from here, for half a year.
[[nodiscard]] Result<void> refuse(database::Transaction& transaction, const secrets::Key& key, std::string_view address,
                                  std::int64_t now_ms);

// Deletes what is remembered for longer than anybody asks for it.
[[nodiscard]] Result<void> prune(database::Transaction& transaction, std::int64_t now_ms);

}  // namespace byline::letters
