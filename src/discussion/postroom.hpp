// The Postroom is what a served site does behind everybody's back: it writes letters about what happened, has them
// carried, and clears away what nobody asks for any more.
// Thread contract: begin, end and the destructor belong to one thread; the rest may be called from any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include "database/subscription.hpp"
#include "discussion/letter_desk.hpp"
#include "discussion/worker.hpp"
#include "letters/carrier.hpp"
#include "mail/sender.hpp"

namespace byline::discussion {

struct PostroomOptions {
    const LetterDesk* desk = nullptr;  // null: no letters
    mail::Sender* sender = nullptr;    // null: no letters
    std::optional<letters::CarrierOptions> carrier = std::nullopt;
    std::function<void(const Error&)> tell;  // what goes wrong, once each time it begins
    std::function<std::int64_t()> clock;     // milliseconds since 1970
};

class Postroom {
  public:
    // The database, the desk and the sender outlive the room.
    Postroom(database::Database& database, PostroomOptions options);

    void begin();
    // What is being sent is broken off, and sent again by whoever comes next.
    void end();

    // What this or another process did.
    void note(const database::Events& events);
    void wake();
    // Letters that were put off are tried now.
    void hurry();

  private:
    [[nodiscard]] std::chrono::milliseconds turn(const std::stop_token& stop);
    [[nodiscard]] Result<void> write_letters(std::int64_t now_ms);
    [[nodiscard]] Result<letters::Carried> carry_letters(const std::stop_token& stop);
    [[nodiscard]] Result<void> clear_up(std::int64_t now_ms);
    void tell(const Error& error);

    database::Database& database_;
    PostroomOptions options_;
    std::optional<letters::Carrier> carrier_;
    std::int64_t cleared_ms_ = 0;
    bool is_faulty_ = false;  // at the last turn

    std::mutex mutex_;  // guards what follows
    std::set<std::string> changed_threads_;
    bool is_everything_new_ = true;
    bool is_in_hurry_ = true;  // whoever starts a server has mended what was wrong
    std::unique_ptr<Worker> worker_;
};

}  // namespace byline::discussion
