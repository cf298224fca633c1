// A Worker is a thread that takes turns: it works until there is nothing to do, rests as long as the turn says, and is
// woken when there is something new.
// Thread contract: wake() from any thread; construction and destruction belong to one.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace byline::discussion {

class Worker {
  public:
    // A turn looks at the token between two things that take long, and gives how long to rest.
    using Turn = std::function<std::chrono::milliseconds(const std::stop_token&)>;

    explicit Worker(Turn turn) : turn_(std::move(turn)), thread_([this](const std::stop_token& stop) { run(stop); }) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker() = default;

    void wake() {
        {
            const std::lock_guard lock(mutex_);
            is_woken_ = true;
        }
        woken_.notify_all();
    }

  private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const std::chrono::milliseconds rest = turn_(stop);
            std::unique_lock lock(mutex_);
            woken_.wait_for(lock, stop, rest, [this] { return is_woken_; });
            is_woken_ = false;
        }
    }

    Turn turn_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool is_woken_ = false;  // guarded by mutex_
    std::jthread thread_;    // the last: it begins when all else is there, and ends first
};

}  // namespace byline::discussion
