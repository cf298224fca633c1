// A WriteQueue commits the work of many callers in one transaction: one sync of the disk acknowledges all that waited
// for it, which is what makes thousands of durable writes a second. There is no thread of its own; whoever finds nobody
// writing writes for all.
// Safe from any thread; a call returns when its work is durable, or failed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "database/transaction.hpp"

namespace byline::database {

class WriteQueue {
  public:
    explicit WriteQueue(Address address);

    // Runs `work` in a transaction, between the works of others but never at the same time as one. It may run several
    // times, when the store was busy; of all but the last nothing stays. What it returns, the caller is told once all
    // is durable.
    Result<void> run(const Work& work);

  private:
    struct Ticket {
        const Work* work = nullptr;
        Result<void> outcome;
        bool is_done = false;
    };
    using Batch = std::vector<Ticket*>;

    void lead(std::unique_lock<std::mutex>& lock);
    void commit_batch(const Batch& batch);
    Result<void> try_batch(const Batch& batch, bool& is_repeatable);
    Result<void> set_savepoint(bool& is_savepoint_open);
    Result<void> run_ticket(Ticket& ticket, bool& has_announced);

    const Address address_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable finished_;
    std::deque<Ticket*> waiting_;
    bool is_led_ = false;

    std::unique_ptr<Connection> connection_;  // the leader's
};

}  // namespace byline::database
