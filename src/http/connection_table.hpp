// A ConnectionTable knows which connections are open, so that their number is bounded and stopping can wait for them.
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <unordered_set>

namespace byline::http {

class OpenConnection {
  public:
    OpenConnection() = default;
    OpenConnection(const OpenConnection&) = delete;
    OpenConnection& operator=(const OpenConnection&) = delete;
    virtual ~OpenConnection() = default;

    // End when the answer under way is written. Must return at once.
    virtual void begin_stop() = 0;

    // Leave the event stream. Only when no thread serves connections any more.
    virtual void detach() = 0;
};

class ConnectionTable {
  public:
    explicit ConnectionTable(std::size_t connections_max) : connections_max_(connections_max) {}

    [[nodiscard]] bool has_room() const {
        const std::lock_guard lock(mutex_);
        return connections_.size() < connections_max_;
    }

    [[nodiscard]] bool is_stopping() const {
        const std::lock_guard lock(mutex_);
        return stopping_;
    }

    void add(OpenConnection& connection) {
        const std::lock_guard lock(mutex_);
        connections_.insert(&connection);
    }

    void remove(OpenConnection& connection) {
        const std::lock_guard lock(mutex_);
        connections_.erase(&connection);
        if (connections_.empty()) emptied_.notify_all();
    }

    // Tells each connection to end when its answer is written, and waits until none is left or the time is over.
    void stop(std::chrono::milliseconds timeout) {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        for (OpenConnection* connection : connections_) connection->begin_stop();
        emptied_.wait_for(lock, timeout, [this] { return connections_.empty(); });
    }

    // Only when no thread serves connections any more.
    void detach_all() {
        const std::lock_guard lock(mutex_);
        for (OpenConnection* connection : connections_) connection->detach();
    }

  private:
    std::size_t connections_max_;
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    std::unordered_set<OpenConnection*> connections_;
    bool stopping_ = false;
};

}  // namespace byline::http
