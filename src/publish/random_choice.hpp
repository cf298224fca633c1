// A RandomChoice draws what a property test does next; the same seed draws the same.
// Belongs to one thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace byline::publish {

class RandomChoice {
  public:
    explicit RandomChoice(std::uint64_t seed) : engine_(seed) {}

    // 0 to count-1. Not a distribution of the library's, whose results differ between libraries.
    [[nodiscard]] std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
    [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
    }
    [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
    [[nodiscard]] std::string of(std::initializer_list<std::string_view> texts) {
        return std::string(*(texts.begin() + below(texts.size())));
    }
    template <typename T>
    [[nodiscard]] const T& of(const std::vector<T>& values) {
        return values[below(values.size())];
    }
    // Some of them, in their order.
    [[nodiscard]] std::vector<std::string> some(std::initializer_list<std::string_view> texts) {
        std::vector<std::string> chosen;
        for (const std::string_view text : texts) {
            if (one_in(3)) chosen.emplace_back(text);
        }
        return chosen;
    }
    // A word that was hardly drawn before: "kadomi".
    [[nodiscard]] std::string word() {
        constexpr std::string_view consonants = "bdfgklmnprstvz";
        constexpr std::string_view vowels = "aeiou";
        std::string drawn;
        for (int i = 0; i < 4; ++i) {
            drawn += consonants[below(consonants.size())];
            drawn += vowels[below(vowels.size())];
        }
        return drawn;
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace byline::publish
