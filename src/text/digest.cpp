#include "text/digest.hpp"

#include <array>
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

std::array<char, 8> little_endian(std::uint64_t number) {
    std::array<char, 8> bytes{};
    for (char& byte : bytes) {
        byte = static_cast<char>(static_cast<unsigned char>(number & 0xFFU));
        number >>= 8U;
    }
    return bytes;
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

DigestBuilder::DigestBuilder() : state_(XXH3_createState()) {
    if (!state_) throw std::bad_alloc();
    reset();
}
DigestBuilder::~DigestBuilder() = default;
DigestBuilder::DigestBuilder(DigestBuilder&&) noexcept = default;
DigestBuilder& DigestBuilder::operator=(DigestBuilder&&) noexcept = default;

DigestBuilder& DigestBuilder::add(std::string_view field) {
    return add_number(field.size()).add_bytes(field);
}

DigestBuilder& DigestBuilder::add(const Digest& digest) {
    return add_number(digest.high).add_number(digest.low);
}

DigestBuilder& DigestBuilder::add_number(std::uint64_t number) {
    const auto bytes = little_endian(number);
    return add_bytes({bytes.data(), bytes.size()});
}

DigestBuilder& DigestBuilder::add_bytes(std::string_view bytes) {
    XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
    return *this;
}

Digest DigestBuilder::digest() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {.high = hash.high64, .low = hash.low64};
}

std::uint64_t DigestBuilder::digest64() const {
    return digest().low;
}

void DigestBuilder::reset() {
    XXH3_128bits_reset(state_.get());
}

}  // namespace byline::text
