// FormTokens makes and checks the tokens that forms carry: proof that a page of ours was asked for, by whom, for what,
// and not too long ago. A token is an HMAC over those; nothing has to be kept of it. Thread-safe: a key that never
// changes. The clock and the key are the caller's.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace byline::server {

inline constexpr std::chrono::seconds form_token_life{std::chrono::hours(12)};

enum class TokenState : std::uint8_t { Good, Expired, Wrong };

class FormTokens {
  public:
    using Key = std::array<unsigned char, 32>;

    explicit FormTokens(const Key& key, std::chrono::seconds life = form_token_life) : key_(key), life_(life) {}

    // `binding` is what the token is good for: a session, or what else both sides know. URL-safe text.
    [[nodiscard]] std::string issue(std::string_view binding, std::time_t now) const;
    [[nodiscard]] TokenState check(std::string_view token, std::string_view binding, std::time_t now) const;

    // When a token was issued, whoever it is bound to: how long somebody took to fill in the form. Nothing when it is
    // no token.
    [[nodiscard]] static std::optional<std::time_t> issued_at(std::string_view token);

    // From the system's source of randomness.
    [[nodiscard]] static Key random_key();

  private:
    [[nodiscard]] std::string signature(std::string_view stamp, std::string_view binding) const;

    Key key_;
    std::chrono::seconds life_;
};

}  // namespace byline::server
