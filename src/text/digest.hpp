// Digests tell whether bytes are the same (XXH3, 128 and 64 bits); they are fast and do not withstand an attacker.
// Values and pure functions, safe from any thread; a DigestBuilder belongs to one thread at a time.
#pragma once

#include <cstdint>
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
    DigestBuilder();
    ~DigestBuilder();
    DigestBuilder(DigestBuilder&&) noexcept;
    DigestBuilder& operator=(DigestBuilder&&) noexcept;

    DigestBuilder& add(std::string_view field);
    DigestBuilder& add(const Digest& digest);
    DigestBuilder& add_number(std::uint64_t number);
    // Appends bytes without a boundary: digest_of() of all of them when nothing else was added.
    DigestBuilder& add_bytes(std::string_view bytes);

    [[nodiscard]] Digest digest() const;
    [[nodiscard]] std::uint64_t digest64() const;
    void reset();

  private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace byline::text

template <>
struct std::hash<byline::text::Digest> {
    std::size_t operator()(const byline::text::Digest& digest) const noexcept {
        return static_cast<std::size_t>(digest.low);
    }
};
