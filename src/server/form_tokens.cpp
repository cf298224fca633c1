#include "server/form_tokens.hpp"

#include <algorithm>
#include <charconv>

#include <sodium.h>

namespace byline::server {

namespace {

constexpr std::size_t stamp_digits = 11;  // seconds since 1970, good for three thousand years
constexpr std::time_t most_clock_skew_s = 60;
constexpr std::size_t signature_bytes = 32;
constexpr std::size_t signature_characters = 43;  // in base64 without padding

}  // namespace

FormTokens::Key FormTokens::random_key() {
    Key key{};
    ::randombytes_buf(key.data(), key.size());
    return key;
}

// Keyed BLAKE2b, which is made for this; the fields cannot run into each other because the stamp has a fixed length.
std::string FormTokens::signature(std::string_view stamp, std::string_view binding) const {
    std::string message = "byline form token 1\n";
    message += stamp;
    message += binding;
    std::array<unsigned char, signature_bytes> hash{};
    ::crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key_.data(), key_.size());
    std::array<char, signature_characters + 1> text{};
    ::sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return {text.data(), signature_characters};
}

std::string FormTokens::issue(std::string_view binding, std::time_t now) const {
    const std::string digits = std::to_string(now);
    const std::string stamp = std::string(stamp_digits - std::min(stamp_digits, digits.size()), '0') + digits;
    return stamp + "." + signature(stamp, binding);
}

std::optional<std::time_t> FormTokens::issued_at(std::string_view token) {
    if (token.size() != stamp_digits + 1 + signature_characters || token[stamp_digits] != '.') return std::nullopt;
    std::time_t time = 0;
    const auto [end, fault] = std::from_chars(token.data(), token.data() + stamp_digits, time);
    if (fault != std::errc() || end != token.data() + stamp_digits || time < 0) return std::nullopt;
    return time;
}

TokenState FormTokens::check(std::string_view token, std::string_view binding, std::time_t now) const {
    const auto issued = issued_at(token);
    if (!issued) return TokenState::Wrong;
    const std::string right = signature(token.substr(0, stamp_digits), binding);
    if (::sodium_memcmp(right.data(), token.data() + stamp_digits + 1, right.size()) != 0) return TokenState::Wrong;
    // Another process of the site may have issued it, by a clock that is ahead of ours.
    const bool is_of_now = *issued <= now + most_clock_skew_s && now - *issued <= life_.count();
    return is_of_now ? TokenState::Good : TokenState::Expired;
}

}  // namespace byline::server
