// A Sender hands messages to a mail server; it is an interface, so that tests need none. Implementations are safe from
// any thread, and block until the server answered or the time is up.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "mail/message.hpp"
#include "result/error.hpp"

namespace byline::mail {

enum class Delivery : std::uint8_t {
    Accepted,   // the server has it now
    Temporary,  // try again later: no server, no time, no room, wrong settings here
    Permanent,  // the server will not take this message, ever
    NoReader,   // nor any other for this reader: it refuses the address
};

struct SendResult {
    Delivery delivery = Delivery::Accepted;
    int server_code = 0;  // the last reply of the server (RFC 5321, section 4.2); 0 when there was none
    Error error{};        // when it was not accepted
};

class Sender {
  public:
    Sender() = default;
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;
    Sender(Sender&&) = delete;
    Sender& operator=(Sender&&) = delete;
    virtual ~Sender() = default;

    [[nodiscard]] virtual SendResult send(const Message& message) = 0;
    // What is being sent is broken off, and nothing is sent any more: each is Delivery::Temporary.
    virtual void stop() {}
};

// Keeps what it is given, and answers `result`; for tests. Belongs to one thread.
class FakeSender final : public Sender {
  public:
    [[nodiscard]] SendResult send(const Message& message) override {
        sent.push_back(message);
        return result;
    }

    SendResult result;
    std::vector<Message> sent;
};

}  // namespace byline::mail
