#include "database/write_queue.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace byline::database {
namespace {

constexpr std::size_t most_waiting = 4096;
constexpr std::size_t most_in_batch = 256;
constexpr int most_attempts = 8;

// Two processes that met once do not meet again in step: the clock's last digits are chance enough.
std::chrono::milliseconds pause_before(int attempt) {
    const auto chance = static_cast<int>(std::chrono::steady_clock::now().time_since_epoch().count() % 7);
    return std::chrono::milliseconds((1 << attempt) + chance);
}

}  // namespace

WriteQueue::WriteQueue(Address address) : address_(std::move(address)) {}

Result<void> WriteQueue::run(const Work& work) {
    Ticket ticket{&work, {}, false};
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= most_waiting) {
        return fail(
            system_error(fmt::format("more than {} writes wait for the store {}", most_waiting, address_.printed),
                         "try again in a moment", {}));
    }
    waiting_.push_back(&ticket);
    finished_.wait(lock, [&] { return ticket.is_done || !is_led_; });
    while (!ticket.is_done) lead(lock);
    return std::move(ticket.outcome);
}

// Takes what waits, in order, and writes it; the lock is held at both ends, not between.
void WriteQueue::lead(std::unique_lock<std::mutex>& lock) {
    is_led_ = true;
    Batch batch;
    while (!waiting_.empty() && batch.size() < most_in_batch) {
        batch.push_back(waiting_.front());
        waiting_.pop_front();
    }
    lock.unlock();
    commit_batch(batch);
    lock.lock();
    for (Ticket* ticket : batch) ticket->is_done = true;
    is_led_ = false;
    finished_.notify_all();
}

void WriteQueue::commit_batch(const Batch& batch) {
    const auto end = std::chrono::steady_clock::now() + address_.patience;
    for (int attempt = 1;; ++attempt) {
        for (Ticket* ticket : batch) ticket->outcome = {};
        bool is_repeatable = false;
        auto outcome = try_batch(batch, is_repeatable);
        if (outcome) return;
        if (!is_repeatable || attempt == most_attempts || std::chrono::steady_clock::now() >= end) {
            for (Ticket* ticket : batch) ticket->outcome = fail(outcome.error());
            return;
        }
        std::this_thread::sleep_for(pause_before(attempt));
    }
}

// Fails when nothing of the batch was stored, or when that is not known: then it must not be repeated.
Result<void> WriteQueue::try_batch(const Batch& batch, bool& is_repeatable) {
    if (connection_ == nullptr) {
        auto opened = Connection::open(address_, Access::Write);
        if (!opened) return fail(std::move(opened).error());
        connection_ = std::move(*opened);
    }
    const auto given_up = [&](Error error) {
        is_repeatable = connection_->last_fault() == Fault::Busy || connection_->last_fault() == Fault::Gone;
        if (connection_->last_fault() == Fault::Gone) {
            connection_.reset();
        } else {
            connection_->rollback();
        }
        return fail(std::move(error));
    };
    if (auto begun = connection_->begin(Access::Write); !begun) return given_up(begun.error());
    const bool is_alone = batch.size() == 1;
    bool has_announced = false;
    bool is_savepoint_open = false;
    for (Ticket* ticket : batch) {
        if (!is_alone) {
            if (auto set = set_savepoint(is_savepoint_open); !set) return given_up(set.error());
        }
        if (auto outcome = run_ticket(*ticket, has_announced); !outcome) return given_up(outcome.error());
        if (ticket->outcome || is_alone) continue;
        // The savepoint stays, and is released with the next or by the commit.
        if (auto undone = connection_->execute("ROLLBACK TO work"); !undone) return given_up(undone.error());
    }
    if (is_alone && !batch.front()->outcome) {
        connection_->rollback();
        return {};
    }
    if (has_announced && connection_->dialect() == Dialect::Postgresql) {
        if (auto told = connection_->execute("NOTIFY byline_event"); !told) return given_up(told.error());
    }
    auto committed = connection_->commit();
    if (committed) return {};
    const Fault fault = connection_->last_fault();
    auto failure = given_up(committed.error());
    if (fault == Fault::Gone) {
        is_repeatable = false;
        failure.error.message = fmt::format("the store {} was lost while it committed", address_.printed);
        failure.error.remedy = "send it again: what was stored already is recognised by its key";
    }
    return failure;
}

// A savepoint for one work; that of the work before, which went well, ends with it.
Result<void> WriteQueue::set_savepoint(bool& is_savepoint_open) {
    if (is_savepoint_open && connection_->dialect() == Dialect::Sqlite) CHECK(connection_->execute("RELEASE work"));
    // PostgreSQL takes both on one way; SQLite takes one statement at a time, and is not far away.
    const bool is_joined = is_savepoint_open && connection_->dialect() == Dialect::Postgresql;
    CHECK(connection_->execute(is_joined ? "RELEASE work; SAVEPOINT work" : "SAVEPOINT work"));
    is_savepoint_open = true;
    return {};
}

// Fails when the transaction is lost; when only this work failed, its outcome says so and the others go on.
Result<void> WriteQueue::run_ticket(Ticket& ticket, bool& has_announced) {
    Transaction transaction(*connection_);
    ticket.outcome = (*ticket.work)(transaction);
    if (ticket.outcome) {
        has_announced = has_announced || transaction.has_announced();
        return {};
    }
    const Fault fault = connection_->last_fault();
    if (fault == Fault::Busy || fault == Fault::Gone) return fail(ticket.outcome.error());
    return {};
}

}  // namespace byline::database
