#include "letters/carrier.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "letters/letter_html.hpp"

namespace byline::letters {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t given_up_after_ms = std::int64_t{48} * 60 * minute_ms;

// Logs are kept by others than letters: whoever runs the site knows by it which one is meant, nobody else does.
std::string shown_address(const std::string& address) {
    return address.substr(0, 1) + "…" + address.substr(std::min(address.rfind('@'), address.size()));
}

}  // namespace

std::int64_t rest_ms(std::int64_t attempts) {
    constexpr std::array<std::int64_t, 6> rests{minute_ms / 4,  minute_ms,      5 * minute_ms,
                                                15 * minute_ms, 60 * minute_ms, 180 * minute_ms};
    const auto last = static_cast<std::int64_t>(rests.size());
    return rests.at(static_cast<std::size_t>(std::clamp<std::int64_t>(attempts, 1, last) - 1));
}

void Carrier::tell(const Error& error) const {
    if (options_.tell) options_.tell(error);
}

mail::SendResult Carrier::send(const Claim& claim, std::int64_t now_ms) const {
    const auto to = mail::Address::parse(claim.address);
    const std::string& own = options_.from.mailbox();
    // The same letter has the same number however often it is sent: a mail server that has it already can tell.
    const auto id = mail::MessageId::parse("<letter." + std::to_string(claim.id) + "." +
                                           std::to_string(claim.created_ms) + own.substr(own.rfind('@')) + ">");
    if (!to || !id) return {mail::Delivery::Permanent, 0, to ? id.error() : to.error()};
    mail::Message message{.from = options_.from,
                          .to = *to,
                          .id = *id,
                          .date = text::Timestamp{.seconds = now_ms / 1000},
                          .subject = claim.subject,
                          .text = claim.text,
                          .html = letter_html(claim.text),
                          .reply_to = options_.reply_to};
    if (!claim.stop_url.empty()) {
        const auto stop = mail::HeaderUrl::parse(claim.stop_url);
        if (!stop) return {mail::Delivery::Permanent, 0, stop.error()};
        message.unsubscribe = *stop;
    }
    return sender_.send(message);
}

Result<Carried> Carrier::carry_one(std::int64_t now_ms) {
    TRY(const auto claimed, claim(database_, now_ms));
    if (!claimed) return Carried::Nothing;
    const mail::SendResult result = send(*claimed, now_ms);
    if (result.delivery == mail::Delivery::Accepted) {
        is_server_away_ = false;
        CHECK(mark_sent(database_, *claimed));
        return Carried::Letter;
    }
    const bool is_too_old = now_ms - claimed->created_ms >= given_up_after_ms;
    const bool is_refused = result.delivery == mail::Delivery::NoReader;
    if (is_refused || result.delivery == mail::Delivery::Permanent || is_too_old) {
        tell(system_error(
            "a letter to " + shown_address(claimed->address) + " cannot be delivered: " + result.error.message,
            "the studio has it, to be tried again or dropped; " + result.error.remedy, {}));
        CHECK(is_refused ? mark_bounced(database_, *claimed, result.error.message)
                         : mark_failed(database_, *claimed, result.error.message));
        return Carried::Letter;
    }
    if (!is_server_away_) {
        tell(system_error("letters wait: " + result.error.message,
                          result.error.remedy + "; SIGHUP has them tried at once", {}));
    }
    is_server_away_ = true;
    CHECK(put_off(database_, *claimed, result.error.message, now_ms + rest_ms(claimed->attempts)));
    return Carried::PutOff;
}

}  // namespace byline::letters
