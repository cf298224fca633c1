// Passwords are kept as argon2id hashes (RFC 9106), which say with what they were made.
// Pure but for the salt, which the library takes from the system; safe from any thread. A hash takes 50 milliseconds
// and 64 MB.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::secrets {

inline constexpr std::size_t least_password_characters = 10;
inline constexpr std::size_t most_password_bytes = 1024;

[[nodiscard]] Result<std::string> hash_password(std::string_view password);
[[nodiscard]] bool is_password(std::string_view password, const std::string& hash);

}  // namespace byline::secrets
