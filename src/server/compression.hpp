// Compression makes the compressed forms of a site's resources in the background: gzip of all first, then brotli, as
// long as memory allows. Thread contract: start and the destructor belong to one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "server/site_snapshot.hpp"

namespace byline::server {

class Compression {
  public:
    // `bytes_max` bounds all compressed forms together.
    explicit Compression(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

    // Gives up what it was doing, and begins with another site; forms that were made are kept.
    void start(std::shared_ptr<const SiteSnapshot> site);

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] bool is_done() const { return is_done_; }

  private:
    void run(const std::stop_token& stop, const SiteSnapshot& site);

    std::uint64_t bytes_max_;
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<bool> is_done_{false};
    std::jthread thread_;
};

// The bytes in gzip's format at level 6, and in brotli's at quality 5. Empty when they cannot be made.
[[nodiscard]] std::string gzip_of(std::string_view bytes);
[[nodiscard]] std::string brotli_of(std::string_view bytes);

}  // namespace byline::server
