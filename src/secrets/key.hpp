// A Key makes digests and signatures that only this site can make; everything that is signed says what for.
// Values and pure functions but for the entropy that is passed in; safe from any thread. BLAKE2b, RFC 7693.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace byline::secrets {

// Fills the bytes with what nobody can guess.
using Entropy = std::function<void(std::span<std::uint8_t>)>;
[[nodiscard]] Entropy system_entropy();

// 256 bits as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string random_token(const Entropy& entropy);

class Key {
  public:
    [[nodiscard]] static Key generate(const Entropy& entropy);
    // Nothing unless `text` is what hex() gives.
    [[nodiscard]] static std::optional<Key> from_hex(std::string_view text);
    [[nodiscard]] std::string hex() const;

    // 64 hexadecimal digits. Two purposes never give the same digest, whatever the messages.
    [[nodiscard]] std::string digest(std::string_view purpose, std::string_view message) const;

    // `message` with its signature behind it, fit for a URL when the message is.
    [[nodiscard]] std::string sign(std::string_view purpose, std::string_view message) const;
    // The message; nothing when it was not signed by this key and for this purpose.
    [[nodiscard]] std::optional<std::string> opened(std::string_view purpose, std::string_view is_signed) const;

  private:
    std::array<std::uint8_t, 32> bytes_{};
};

// Takes as long whether they are equal or not.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

// Of what has entropy enough of its own (tokens), so that the store does not hold what opens a session.
[[nodiscard]] std::string token_digest(std::string_view token);

}  // namespace byline::secrets
