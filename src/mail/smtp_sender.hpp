// The SmtpSender hands messages to the server that the site's owner configured, by SMTP over libcurl.
// Safe from any thread: each message has a connection of its own.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "mail/sender.hpp"

namespace byline::mail {

enum class Security : std::uint8_t {
    None,      // on this machine only
    StartTls,  // begins in the clear, and goes on only under TLS
    Tls,       // from the first byte
};

struct ServerSettings {
    std::string host;
    std::uint16_t port = 587;
    Security security = Security::StartTls;
    std::string user;  // no log-in when empty
    std::string password;
    std::string own_name = "localhost";  // what we say that we are called
    std::string authorities_file;        // certificates that are trusted instead of the system's; may be empty
    std::chrono::milliseconds connect_limit{10'000};
    std::chrono::milliseconds whole_limit{60'000};
};

class SmtpSender final : public Sender {
  public:
    // Fails on names that are none, and when a password would go over a network in the clear.
    [[nodiscard]] static Result<std::unique_ptr<SmtpSender>> make(ServerSettings settings);

    [[nodiscard]] SendResult send(const Message& message) override;
    void stop() override { is_stopped_ = true; }

  private:
    explicit SmtpSender(ServerSettings settings) : settings_(std::move(settings)) {}

    ServerSettings settings_;
    std::atomic<bool> is_stopped_{false};
};

}  // namespace byline::mail
