// An Automaton finds the longest match of any of several patterns, in one step a byte and without going back: a
// deterministic finite automaton, made by subset construction.
// Immutable once made; safe from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "highlighting/pattern.hpp"

namespace byline::highlighting {

// Where a match begins, which some patterns depend on. The automaton has a first state for each.
struct Situation {
    enum class Line : std::uint8_t { TextStart, LineStart, Indented, Inside };
    enum class After : std::uint8_t { Operator, Operand };
    static constexpr std::size_t count = 8;

    Line line = Line::Inside;
    After after = After::Operator;

    [[nodiscard]] constexpr std::size_t index() const {
        return static_cast<std::size_t>(line) * 2 + static_cast<std::size_t>(after);
    }
};

class Automaton {
  public:
    // One pattern, from some of its nodes on; the number of the first of those that match longest is found.
    struct Source {
        const Pattern* pattern = nullptr;
        std::vector<NodeIndex> nodes;    // one after the other
        std::uint8_t situations = 0xFF;  // bit n: may begin in the situation with index n
    };

    struct Match {
        std::size_t length = 0;  // counts the end of the text as a byte where a pattern asked for it
        std::size_t source = 0;
    };

    // Beyond these nothing is made: nodes of all patterns with repetitions written out, and states.
    static constexpr std::size_t most_positions = 60000;
    static constexpr std::size_t most_states = 4096;
    // How far a match is looked for behind the last one found.
    static constexpr std::size_t most_bytes_ahead = 256;

    // Nothing when the patterns together are too large.
    [[nodiscard]] static std::optional<Automaton> make(const std::vector<Source>& sources);

    // The longest match at the beginning of `text`, at most most_bytes_ahead bytes beyond the last shorter one.
    // `steps` is raised by the number of bytes looked at.
    [[nodiscard]] std::optional<Match> match(std::string_view text, std::size_t situation, std::uint64_t& steps) const;

    // Whether anything could match that begins with this byte.
    [[nodiscard]] bool may_begin(std::size_t situation, unsigned char byte) const {
        return table_[starts_[situation] + classes_[byte]] != dead;
    }

    [[nodiscard]] std::size_t state_count() const { return table_.size() / width_; }

  private:
    static constexpr std::uint32_t dead = 0;

    friend class AutomatonMaker;

    // A state is the index of its row: first what it accepts (source + 1, or 0), then a state for each class of bytes,
    // then the state at the end of the text.
    std::vector<std::uint32_t> table_;
    std::array<std::uint16_t, 256> classes_{};  // column in a row
    std::uint32_t width_ = 0;
    std::array<std::uint32_t, Situation::count> starts_{};
};

}  // namespace byline::highlighting
