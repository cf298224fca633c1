#include "database/subscription.hpp"

#include <algorithm>
#include <thread>

#include "database/transaction.hpp"

namespace byline::database {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds sqlite_pause{100};
constexpr milliseconds longest_sleep{500};  // without a notification: should one be lost, a second is still kept
constexpr std::int64_t most_at_once = 1000;

Result<std::int64_t> number_of(Connection& connection, std::string_view statement) {
    Transaction transaction(connection);
    TRY(const auto row, transaction.row(statement));
    return row ? row->number(0) : 0;
}

}  // namespace

Result<Subscription> Subscription::start(const Address& address) {
    Subscription subscription(address);
    CHECK(subscription.connect());
    return subscription;
}

Result<void> Subscription::connect() {
    TRY(auto opened, Connection::open(address_, Access::Read));
    // Listens before it looks, so that nothing falls between.
    if (address_.dialect == Dialect::Postgresql) CHECK(opened->execute("LISTEN byline_event"));
    if (last_ < 0) {
        TRY(last_, number_of(*opened, "event.last"));
    }
    connection_ = std::move(opened);
    return {};
}

Result<Events> Subscription::look() {
    Events found;
    Transaction transaction(*connection_);
    CHECK(transaction.each("event.after", {{"id", last_}, {"most", most_at_once}}, [&](Row& row) -> Result<void> {
        found.events.push_back({row.number(0), row.take_text(1), row.take_text(2)});
        return {};
    }));
    if (found.events.empty()) return found;
    if (found.events.front().number > last_ + 1) {
        // Either the oldest were pruned, or the number was never given: a transaction that was rolled back takes its
        // own along.
        TRY(const std::int64_t first, number_of(*connection_, "event.first"));
        found.has_gap = first > last_ + 1;
    }
    last_ = found.events.back().number;
    return found;
}

Result<Events> Subscription::wait(milliseconds timeout) {
    const auto end = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        if (connection_ == nullptr) CHECK(connect());
        auto found = look();
        if (!found) {
            connection_.reset();
            return fail(std::move(found).error());
        }
        const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
        if (!found->events.empty() || left <= milliseconds(0)) return found;
        if (address_.dialect == Dialect::Sqlite) {
            std::this_thread::sleep_for(std::min(left, sqlite_pause));
            continue;
        }
        if (auto woken = connection_->wait_for_notification(std::min(left, longest_sleep)); !woken) {
            connection_.reset();
            return fail(std::move(woken).error());
        }
    }
}

Result<void> prune_events(Connection& connection, std::int64_t kept) {
    Transaction transaction(connection);
    CHECK(transaction.run("event.prune", {{"kept", kept}}));
    return {};
}

}  // namespace byline::database
