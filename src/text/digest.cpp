#include "text/digest.hpp"

#include <new>

#include <xxhash.h>

namespace byline::text {
namespace {

void append_hex(std::string& out, std::uint64_t number) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) out += digits[number >> static_cast<unsigned>(shift) & 0xFU];
}

std::optional<std::uint64_t> number_of_hex(std::string_view text) {
    std::uint64_t number = 0;
    for (const char c : text) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'a' && c <= 'f')) return std::nullopt;
        number = number << 4U | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
    }
    return number;
}

}  // namespace

std::string Digest::hex() const {
    std::string out;
    out.reserve(32);
    append_hex(out, high);
    append_hex(out, low);
    return out;
}

std::optional<Digest> Digest::from_hex(std::string_view text) {
    if (text.size() != 32) return std::nullopt;
    const auto high = number_of_hex(text.substr(0, 16));
    const auto low = number_of_hex(text.substr(16));
    if (!high || !low) return std::nullopt;
    return Digest{.high = *high, .low = *low};
}

std::string hex_of(std::uint64_t digest) {
    std::string out;
    append_hex(out, digest);
    return out;
}

Digest digest_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {.high = hash.high64, .low = hash.low64};
}

std::uint64_t digest64_of(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

void DigestBuilder::Free::operator()(XXH3_state_s* state) const {
    XXH3_freeState(state);
}

void DigestBuilder::flush() const {
    if (!state_) {
        state_.reset(XXH3_createState());
        if (!state_) throw std::bad_alloc();
        XXH3_128bits_reset(state_.get());
    }
    XXH3_128bits_update(state_.get(), pending_.data(), size_);
    size_ = 0;
}

DigestBuilder& DigestBuilder::add_long(std::string_view bytes) {
    flush();
    XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
    return *this;
}

Digest DigestBuilder::digest() const {
    if (!state_) return digest_of({pending_.data(), size_});
    flush();
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {.high = hash.high64, .low = hash.low64};
}

}  // namespace byline::text
