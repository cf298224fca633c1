// LiveSite holds the snapshot that is served now, and gives workers the next one when it is there.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "server/site_snapshot.hpp"

namespace byline::server {

class LiveSite {
  public:
    explicit LiveSite(std::shared_ptr<const SiteSnapshot> site) : site_(std::move(site)) {}

    // shared: with workers, and with answers on their way
    [[nodiscard]] std::shared_ptr<const SiteSnapshot> current() const {
        const std::lock_guard lock(mutex_);
        return site_;
    }
    void publish(std::shared_ptr<const SiteSnapshot> site) {
        {
            const std::lock_guard lock(mutex_);
            site_.swap(site);
        }
        generation_.fetch_add(1, std::memory_order_release);
    }
    // Tells without a lock whether current() gives another one than before.
    [[nodiscard]] std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const SiteSnapshot> site_;  // shared: as current() says
    std::atomic<std::uint64_t> generation_{1};
};

}  // namespace byline::server
