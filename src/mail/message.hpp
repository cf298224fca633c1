// A Message is one letter to one reader, sent by the program; compose() writes it down for the wire.
// Values and pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>

#include "mail/address.hpp"
#include "text/safe_html.hpp"
#include "text/timestamp.hpp"

namespace byline::mail {

struct Message {
    Address from;
    Address to;
    MessageId id;
    text::Timestamp date;
    std::string subject;  // any text; its control characters become spaces
    std::string text;     // any text
    text::SafeHtml html;  // says the same; left out when empty
    std::optional<Address> reply_to{};
    std::optional<MessageId> in_reply_to{};  // of the message that began the thread
    std::optional<HeaderUrl> unsubscribe{};  // takes a POST as well (RFC 8058)
};

// RFC 5322 and MIME: lines end in CRLF, all is ASCII, bodies are base64. The same message gives the same bytes.
[[nodiscard]] std::string compose(const Message& message);

}  // namespace byline::mail
