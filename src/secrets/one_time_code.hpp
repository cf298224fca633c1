// One-time codes of an authenticator: TOTP (RFC 6238) over HMAC-SHA-1, six digits, thirty seconds.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::secrets {

// `secret` as bytes; `step` is the number of half minutes since 1970.
[[nodiscard]] Result<std::string> one_time_code(std::string_view secret, std::int64_t step, int digits = 6);

[[nodiscard]] constexpr std::int64_t code_step(std::int64_t now_ms) {
    return now_ms / 30'000;
}

// The step at which `code` is right, one to either side of now; nothing when it is wrong, or no newer than `last_step`,
// the one of the code that was used last: a code is good once.
[[nodiscard]] Result<std::optional<std::int64_t>> matching_step(std::string_view secret, std::string_view code,
                                                                std::int64_t now_ms, std::int64_t last_step);

// RFC 4648, section 6, without padding: how authenticators take a secret.
[[nodiscard]] std::string base32(std::string_view bytes);

}  // namespace byline::secrets
