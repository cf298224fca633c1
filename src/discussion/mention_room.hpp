// The MentionRoom is the thread of a served site that asks other sites: it looks at what was said to mention a page of
// ours, and tells those that our pages link to.
// Thread contract: begin, end and the destructor belong to one thread; the rest may be called from any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "conversation/rule_book.hpp"
#include "database/database.hpp"
#include "discussion/worker.hpp"
#include "mentioning/telling.hpp"
#include "outbound/client.hpp"
#include "server/site_snapshot.hpp"

namespace byline::discussion {

enum class Telling : std::uint8_t { No, Yes };

struct MentionRoomOptions {
    outbound::Client* client = nullptr;  // outlives the room
    Telling telling = Telling::No;
    std::string base;                        // of our pages' addresses, without a slash at its end
    std::int64_t settle_ms = 5'000;          // from a new build to the telling of its links
    std::function<void(const Error&)> tell;  // what goes wrong, once each time it begins; and what was told to whom
    std::function<std::int64_t()> clock;     // milliseconds since 1970
};

class MentionRoom {
  public:
    // The database and the rules outlive the room.
    MentionRoom(database::Database& database, const conversation::RuleBook& rules, MentionRoomOptions options)
        : database_(database), rules_(rules), options_(std::move(options)) {}

    void begin();
    void end();
    void wake();

    // A new build is being served.
    void take(std::shared_ptr<const server::SiteSnapshot> site);

  private:
    [[nodiscard]] std::chrono::milliseconds turn(const std::stop_token& stop);
    [[nodiscard]] Result<void> look_at_arrivals(const std::stop_token& stop);
    [[nodiscard]] Result<void> note_links(const std::stop_token& stop);
    [[nodiscard]] Result<void> note_page(const std::string& address, const server::Resource& page,
                                         mentioning::NewPages new_pages);
    [[nodiscard]] Result<void> tell_links(const std::stop_token& stop);

    database::Database& database_;
    const conversation::RuleBook& rules_;
    MentionRoomOptions options_;
    bool is_faulty_ = false;                                  // at the last turn
    std::shared_ptr<const server::SiteSnapshot> noted_site_;  // shared: with the server; the worker's own

    std::mutex mutex_;                                       // guards what follows
    std::shared_ptr<const server::SiteSnapshot> next_site_;  // shared: likewise; null when it was noted
    std::unique_ptr<Worker> worker_;
};

// The address of a file of the site, from its root: "/articles/dns/".
[[nodiscard]] std::string address_of_file(std::string_view file);

}  // namespace byline::discussion
