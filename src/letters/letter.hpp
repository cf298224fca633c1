// A Letter is one message to a reader or to the site's author, as it waits in the store until a mail server takes it.
// A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::letters {

enum class Purpose : std::uint8_t {
    Verification,  // whoever has this address is asked whether they wrote
    Answer,        // somebody answered a reader
    Waiting,       // the author is told what waits
};

[[nodiscard]] std::string_view name_of(Purpose purpose);

struct Letter {
    std::string key;  // what it is about, "answer:17": a letter of the same key is put in once
    Purpose purpose = Purpose::Verification;
    std::optional<std::int64_t> person;  // whom it goes to; nothing: the author
    std::string address;
    std::string network;   // network_digest() of who caused it; empty: nobody did
    std::string subject;   // any text
    std::string text;      // any text
    std::string stop_url;  // takes a GET with a question and a POST that stops; empty: none
};

}  // namespace byline::letters
