// An Arrival is what somebody told: that a page elsewhere mentions one of ours. It is looked at later, by one process,
// and nothing of it is believed before: https://www.w3.org/TR/webmention/, section 3.2.
// Functions block on the store, or on other servers; safe from any thread and any process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "conversation/rules.hpp"
#include "database/database.hpp"
#include "outbound/client.hpp"

namespace byline::mentioning {

struct Arrival {
    std::string source;   // as it was sent: http or https
    std::string target;   // likewise
    std::string thread;   // the page of ours that the target is
    std::string network;  // network_digest() of who told it
};

// Each look is a request to another server: so that nobody can have us ask one again and again, what is told is
// counted.
struct ArrivalLimits {
    std::int64_t network_an_hour = 100;
    std::int64_t host_an_hour = 100;  // of the source
    std::int64_t waiting = 2'000;
    std::int64_t again_after_ms = 60'000;  // the same source and target
};

enum class Receipt : std::uint8_t { Waits, TooMany };

struct Received {
    Receipt receipt = Receipt::Waits;
    std::int64_t id = 0;  // of the arrival, when it waits
};

[[nodiscard]] Result<Received> receive(database::Database& database, const Arrival& arrival,
                                       const ArrivalLimits& limits, std::int64_t now_ms);

enum class Progress : std::uint8_t {
    Unknown,  // no such arrival, or one of long ago
    Waiting,
    Taken,        // the page mentions ours: it is with the comments, and held or shown as the rules want it
    NoLink,       // it does not, or no longer
    Gone,         // there is no such page, or no longer
    Unreadable,   // it is no text
    Refused,      // its address is none that we ask
    Unreachable,  // nobody answered, several times
};

[[nodiscard]] Result<Progress> progress_of(database::Database& database, std::int64_t id);

// When the next one is to be looked at; nothing when none waits.
[[nodiscard]] Result<std::optional<std::int64_t>> next_arrival(database::Database& database);

// Looks at one that is due, and puts it to the comments, brings it up to date or takes it away. False when none is due.
[[nodiscard]] Result<bool> look_at_one(database::Database& database, outbound::Client& client,
                                       const conversation::Rules& rules, std::int64_t now_ms);

[[nodiscard]] Result<void> prune_arrivals(database::Transaction& transaction, std::int64_t now_ms);

}  // namespace byline::mentioning
