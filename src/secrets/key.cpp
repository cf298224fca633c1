#include "secrets/key.hpp"

#include <sodium.h>

namespace byline::secrets {
namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t signature_digits = 40;  // 160 bits

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
    out.pop_back();
    return out;
}

}  // namespace

Entropy system_entropy() {
    return [](std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
}

std::string random_token(const Entropy& entropy) {
    std::array<std::uint8_t, 32> bytes{};
    entropy(bytes);
    return hex_of(bytes);
}

Key Key::generate(const Entropy& entropy) {
    Key key;
    entropy(key.bytes_);
    return key;
}

std::optional<Key> Key::from_hex(std::string_view text) {
    Key key;
    std::size_t length = 0;
    if (text.size() != key.bytes_.size() * 2) return std::nullopt;
    const int outcome =
        sodium_hex2bin(key.bytes_.data(), key.bytes_.size(), text.data(), text.size(), nullptr, &length, nullptr);
    if (outcome != 0 || length != key.bytes_.size() || key.hex() != text) return std::nullopt;
    return key;
}

std::string Key::hex() const {
    return hex_of(bytes_);
}

std::string Key::digest(std::string_view purpose, std::string_view message) const {
    crypto_generichash_state state;
    std::array<std::uint8_t, digest_bytes> out{};
    const std::uint64_t length = purpose.size();
    std::array<std::uint8_t, 8> prefix{};
    for (std::size_t i = 0; i < prefix.size(); ++i) prefix[i] = static_cast<std::uint8_t>(length >> (8 * i));
    crypto_generichash_init(&state, bytes_.data(), bytes_.size(), out.size());
    crypto_generichash_update(&state, prefix.data(), prefix.size());
    crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
    crypto_generichash_update(&state, bytes_of(message), message.size());
    crypto_generichash_final(&state, out.data(), out.size());
    return hex_of(out);
}

std::string Key::sign(std::string_view purpose, std::string_view message) const {
    return std::string(message) + "." + digest(purpose, message).substr(0, signature_digits);
}

std::optional<std::string> Key::opened(std::string_view purpose, std::string_view is_signed) const {
    const std::size_t point = is_signed.rfind('.');
    if (point == std::string_view::npos) return std::nullopt;
    const std::string_view message = is_signed.substr(0, point);
    const std::string expected = digest(purpose, message).substr(0, signature_digits);
    if (!equal_secrets(is_signed.substr(point + 1), expected)) return std::nullopt;
    return std::string(message);
}

bool equal_secrets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string token_digest(std::string_view token) {
    std::array<std::uint8_t, digest_bytes> out{};
    crypto_generichash(out.data(), out.size(), bytes_of(token), token.size(), nullptr, 0);
    return hex_of(out);
}

}  // namespace byline::secrets
