// Digests tell whether bytes are the same (XXH3, 128 and 64 bits); they are fast and do not withstand an attacker.
// Values and pure functions, safe from any thread; a DigestBuilder belongs to one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace byline::text {

struct Digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    // 32 lower-case hexadecimal digits, `high` first.
    [[nodiscard]] std::string hex() const;
    // Nothing unless `text` is what hex() prints.
    [[nodiscard]] static std::optional<Digest> from_hex(std::string_view text);

    friend bool operator==(const Digest&, const Digest&) = default;
    friend auto operator<=>(const Digest&, const Digest&) = default;
};

[[nodiscard]] Digest digest_of(std::string_view bytes);
[[nodiscard]] std::uint64_t digest64_of(std::string_view bytes);

// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string hex_of(std::uint64_t digest);

// Digests a sequence of fields. Fields are told apart: ("ab", "c") and ("a", "bc") differ.
class DigestBuilder {
  public:
    DigestBuilder& add(std::string_view field) { return add_number(field.size()).add_bytes(field); }
    DigestBuilder& add(const Digest& digest) { return add_number(digest.high).add_number(digest.low); }
    DigestBuilder& add_number(std::uint64_t number);
    // Appends bytes without a boundary: digest_of() of all of them when nothing else was added.
    DigestBuilder& add_bytes(std::string_view bytes);

    [[nodiscard]] Digest digest() const;
    [[nodiscard]] std::uint64_t digest64() const { return digest().low; }
    void reset() {
        size_ = 0;
        state_ = nullptr;
    }

  private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };

    void flush() const;
    DigestBuilder& add_long(std::string_view bytes);

    // Fields are short and many: they are gathered here, and most digests need no more than one call for all of them.
    std::array<char, 256> pending_;
    mutable std::size_t size_ = 0;                       // of what is pending
    mutable std::unique_ptr<XXH3_state_s, Free> state_;  // of what came before; null as long as nothing did
};

inline DigestBuilder& DigestBuilder::add_number(std::uint64_t number) {
    std::array<char, 8> bytes;
    for (char& byte : bytes) {
        byte = static_cast<char>(static_cast<unsigned char>(number & 0xFFU));
        number >>= 8U;
    }
    return add_bytes({bytes.data(), bytes.size()});
}

inline DigestBuilder& DigestBuilder::add_bytes(std::string_view bytes) {
    if (bytes.size() > pending_.size() - size_) return add_long(bytes);
    if (!bytes.empty()) std::memcpy(pending_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
    return *this;
}

}  // namespace byline::text

template <>
struct std::hash<byline::text::Digest> {
    std::size_t operator()(const byline::text::Digest& digest) const noexcept {
        return static_cast<std::size_t>(digest.low);
    }
};
