#include "secrets/one_time_code.hpp"

#include <array>

#include "loading/late_library.hpp"
#include "secrets/key.hpp"

namespace byline::secrets {
namespace {

// libsodium has no SHA-1, which authenticators still mean; OpenSSL is opened for those who use them.
struct Crypto {
    const void* (*sha1)() = nullptr;
    unsigned char* (*hmac)(const void*, const void*, int, const unsigned char*, std::size_t, unsigned char*,
                           unsigned int*) = nullptr;
};

Result<Crypto> open_crypto() {
    TRY(auto library, loading::LateLibrary::open("libcrypto.so.3", "libssl3"));
    Crypto crypto;
    library.find(crypto.sha1, "EVP_sha1");
    library.find(crypto.hmac, "HMAC");
    CHECK(library.whole());
    return crypto;
}

}  // namespace

// RFC 4226, section 5.3.
Result<std::string> one_time_code(std::string_view secret, std::int64_t step, int digits) {
    TRY(const Crypto crypto, open_crypto());
    std::array<unsigned char, 8> message{};
    for (std::size_t i = 0; i < message.size(); ++i)
        message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
    std::array<unsigned char, 64> sum{};
    unsigned int length = 0;
    crypto.hmac(crypto.sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
                sum.data(), &length);
    const std::size_t offset = sum[length - 1] & 0x0FU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8U | sum[offset + i];
    number &= 0x7FFFFFFFU;
    std::string code(static_cast<std::size_t>(digits), '0');
    for (std::size_t i = code.size(); i-- > 0; number /= 10) code[i] = static_cast<char>('0' + number % 10);
    return code;
}

Result<std::optional<std::int64_t>> matching_step(std::string_view secret, std::string_view code, std::int64_t now_ms,
                                                  std::int64_t last_step) {
    std::optional<std::int64_t> found;
    for (std::int64_t step = code_step(now_ms) - 1; step <= code_step(now_ms) + 1; ++step) {
        TRY(const std::string expected, one_time_code(secret, step));
        if (equal_secrets(expected, code) && step > last_step) found = step;
    }
    return found;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8U | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) out += letters[pending >> (bits - 5) & 31U];
    }
    if (bits > 0) out += letters[pending << (5 - bits) & 31U];
    return out;
}

}  // namespace byline::secrets
