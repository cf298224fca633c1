#include "secrets/password.hpp"

#include <array>

#include <sodium.h>

namespace byline::secrets {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{64} << 20;

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    if (password.size() > most_password_bytes) {
        return fail(usage_error("the password is too long", "take one of at most 1024 bytes"));
    }
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const int outcome = crypto_pwhash_str_alg(out.data(), password.data(), password.size(), passes, memory_bytes,
                                              crypto_pwhash_ALG_ARGON2ID13);
    if (outcome == 0) return std::string(out.data());
    return fail(system_error("there is not memory enough to hash a password", "give the process 64 MB more", {}));
}

bool is_password(std::string_view password, const std::string& hash) {
    return password.size() <= most_password_bytes &&
           crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace byline::secrets
