// The Carrier takes letters out of the queue and hands them to the mail server, one after the other; what the server
// does not take now is put off, longer each time, and given up after two days.
// Thread contract: belongs to one thread; several, in any processes, may work on one store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "database/database.hpp"
#include "letters/letter_queue.hpp"
#include "mail/sender.hpp"

namespace byline::letters {

struct CarrierOptions {
    mail::Address from;
    std::optional<mail::Address> reply_to;
    std::function<void(const Error&)> tell;  // what fails for good, and that the server is away, once each time
};

enum class Carried : std::uint8_t {
    Nothing,  // none was due
    Letter,
    PutOff,  // the server is away or busy: another one would meet the same
};

class Carrier {
  public:
    // Both outlive the carrier.
    Carrier(database::Database& database, mail::Sender& sender, CarrierOptions options)
        : database_(database), sender_(sender), options_(std::move(options)) {}

    // Blocks on the mail server. Fails when the store does.
    [[nodiscard]] Result<Carried> carry_one(std::int64_t now_ms);

  private:
    [[nodiscard]] mail::SendResult send(const Claim& claim, std::int64_t now_ms) const;
    void tell(const Error& error) const;

    database::Database& database_;
    mail::Sender& sender_;
    CarrierOptions options_;
    bool is_server_away_ = false;  // at the last letter
};

// How long a letter that was tried so often rests.
[[nodiscard]] std::int64_t rest_ms(std::int64_t attempts);

}  // namespace byline::letters
