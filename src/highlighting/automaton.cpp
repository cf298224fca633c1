#include "highlighting/automaton.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace byline::highlighting {

// Thompson's construction, then the subset construction over sets of its positions.
class AutomatonMaker {
  public:
    explicit AutomatonMaker(const std::vector<Automaton::Source>& sources) : sources_(sources) {}

    std::optional<Automaton> make() {
        for (std::uint32_t i = 0; i < sources_.size(); ++i) {
            const Position accept = add({Kind::Accept, {}, none, none, i});
            Position next = accept;
            for (auto node = sources_[i].nodes.rbegin(); node != sources_[i].nodes.rend(); ++node) {
                next = build(*sources_[i].pattern, *node, next);
            }
            entries_.push_back(next);
            if (is_too_large_) return std::nullopt;
        }
        make_classes();
        automaton_.table_.assign(automaton_.width_, Automaton::dead);
        sets_.emplace_back();
        for (std::size_t situation = 0; situation < Situation::count; ++situation) {
            Set set;
            begin_set();
            for (std::size_t i = 0; i < sources_.size(); ++i) {
                if ((sources_[i].situations >> situation & 1U) != 0) follow(entries_[i], set);
            }
            automaton_.starts_[situation] = state_of(std::move(set));
        }
        for (std::size_t state = 1; state < sets_.size(); ++state) {
            if (sets_.size() > Automaton::most_states) return std::nullopt;
            fill(state);
        }
        return std::move(automaton_);
    }

  private:
    using Position = std::uint32_t;
    using Set = std::vector<Position>;
    static constexpr Position none = 0xFFFFFFFF;

    enum class Kind : std::uint8_t { Bytes, EndOfText, Split, Accept };
    struct PositionRecord {
        Kind kind;
        ByteSet bytes;
        Position next;
        Position other;  // Split
        std::uint32_t source;
    };

    Position add(PositionRecord record) {
        if (positions_.size() >= Automaton::most_positions) {
            is_too_large_ = true;
            return 0;
        }
        positions_.push_back(record);
        return static_cast<Position>(positions_.size() - 1);
    }

    // The position where a match of `node` begins that goes on at `next`.
    Position build(const Pattern& pattern, NodeIndex index, Position next) {
        if (is_too_large_) return 0;
        const PatternNode& node = pattern.nodes[index];
        switch (node.kind) {
            case PatternNode::Kind::Bytes: return add({Kind::Bytes, node.bytes, next, none, 0});
            case PatternNode::Kind::EndOfText: return add({Kind::EndOfText, {}, next, none, 0});
            case PatternNode::Kind::Sequence:
                for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
                    next = build(pattern, *child, next);
                }
                return next;
            case PatternNode::Kind::Choice: {
                Position split = build(pattern, node.children.back(), next);
                for (std::size_t i = node.children.size() - 1; i-- > 0;) {
                    split = add({Kind::Split, {}, build(pattern, node.children[i], next), split, 0});
                }
                return split;
            }
            case PatternNode::Kind::Repeat: return build_repeat(pattern, node, next);
        }
        return next;
    }

    Position build_repeat(const Pattern& pattern, const PatternNode& node, Position next) {
        const NodeIndex child = node.children.front();
        if (node.most == PatternNode::unbounded) {
            const Position loop = add({Kind::Split, {}, none, next, 0});
            const Position body = build(pattern, child, loop);
            positions_[loop].next = body;
            next = loop;
        } else {
            for (std::uint16_t i = node.least; i < node.most && !is_too_large_; ++i) {
                // What may be left out leads past all of the others that may be.
                next = add({Kind::Split, {}, build(pattern, child, next), next, 0});
            }
        }
        for (std::uint16_t i = 0; i < node.least && !is_too_large_; ++i) next = build(pattern, child, next);
        return next;
    }

    // Bytes that no pattern tells apart share a column.
    void make_classes() {
        std::array<std::uint16_t, 256> classes{};
        std::uint16_t count = 1;
        std::unordered_map<ByteSet, bool> seen;
        for (const PositionRecord& position : positions_) {
            if (position.kind != Kind::Bytes || !seen.emplace(position.bytes, true).second) continue;
            std::array<std::uint16_t, 256> inside{};
            std::array<bool, 256> has_outside{};
            for (std::size_t byte = 0; byte < 256; ++byte) {
                if (!position.bytes[byte]) has_outside[classes[byte]] = true;
            }
            for (std::size_t byte = 0; byte < 256; ++byte) {
                const std::uint16_t old = classes[byte];
                if (!position.bytes[byte] || !has_outside[old]) continue;
                if (inside[old] == 0) inside[old] = count++;
            }
            for (std::size_t byte = 0; byte < 256; ++byte) {
                if (position.bytes[byte] && inside[classes[byte]] != 0) classes[byte] = inside[classes[byte]];
            }
        }
        representatives_.resize(count);
        for (std::size_t byte = 0; byte < 256; ++byte) {
            representatives_[classes[byte]] = static_cast<unsigned char>(byte);
            automaton_.classes_[byte] = static_cast<std::uint16_t>(classes[byte] + 1);
        }
        automaton_.width_ = count + 2U;
    }

    void begin_set() {
        marks_.resize(positions_.size(), 0);
        ++mark_;
    }

    // Adds what is reached from `position` without a byte.
    void follow(Position position, Set& set) {
        pending_.push_back(position);
        while (!pending_.empty()) {
            const Position at = pending_.back();
            pending_.pop_back();
            if (marks_[at] == mark_) continue;
            marks_[at] = mark_;
            if (positions_[at].kind == Kind::Split) {
                pending_.push_back(positions_[at].next);
                pending_.push_back(positions_[at].other);
            } else {
                set.push_back(at);
            }
        }
    }

    std::uint32_t state_of(Set set) {
        if (set.empty()) return Automaton::dead;
        std::ranges::sort(set);
        std::string key(reinterpret_cast<const char*>(set.data()), set.size() * sizeof(Position));
        const auto row = static_cast<std::uint32_t>(sets_.size() * automaton_.width_);
        const auto [known, is_new] = states_.try_emplace(std::move(key), row);
        if (!is_new) return known->second;
        std::uint32_t accepted = 0;
        for (const Position position : set) {
            const PositionRecord& record = positions_[position];
            if (record.kind == Kind::Accept && (accepted == 0 || record.source + 1 < accepted)) {
                accepted = record.source + 1;
            }
        }
        automaton_.table_.resize(automaton_.table_.size() + automaton_.width_, Automaton::dead);
        automaton_.table_[row] = accepted;
        sets_.push_back(std::move(set));
        return row;
    }

    void fill(std::size_t state) {
        const Set from = sets_[state];
        const std::size_t row = state * automaton_.width_;
        for (std::size_t column = 0; column <= representatives_.size(); ++column) {
            const bool is_end = column == representatives_.size();
            Set to;
            begin_set();
            for (const Position position : from) {
                const PositionRecord& record = positions_[position];
                const bool goes_on = is_end ? record.kind == Kind::EndOfText
                                            : record.kind == Kind::Bytes && record.bytes[representatives_[column]];
                if (goes_on) follow(record.next, to);
            }
            const std::uint32_t reached = state_of(std::move(to));
            automaton_.table_[row + 1 + column] = reached;
        }
    }

    const std::vector<Automaton::Source>& sources_;
    Automaton automaton_;
    std::vector<PositionRecord> positions_;
    std::vector<Position> entries_;               // of each source
    std::vector<unsigned char> representatives_;  // of each class of bytes
    std::vector<Set> sets_;                       // of each state
    std::unordered_map<std::string, std::uint32_t> states_;
    std::vector<std::uint32_t> marks_;
    std::uint32_t mark_ = 0;
    std::vector<Position> pending_;
    bool is_too_large_ = false;
};

std::optional<Automaton> Automaton::make(const std::vector<Source>& sources) {
    return AutomatonMaker(sources).make();
}

std::optional<Automaton::Match> Automaton::match(std::string_view text, std::size_t situation,
                                                 std::uint64_t& steps) const {
    const std::uint32_t* table = table_.data();
    std::uint32_t state = starts_[situation];
    std::uint32_t accepted = 0;
    std::size_t length = 0;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        state = table[state + classes_[static_cast<unsigned char>(text[at])]];
        if (state == dead) break;
        if (table[state] != 0) {
            accepted = table[state];
            length = at + 1;
        } else if (at - length >= most_bytes_ahead) {
            break;
        }
    }
    if (at == text.size() && state != dead) {
        const std::uint32_t last = table[state + width_ - 1];
        if (last != dead && table[last] != 0) {
            accepted = table[last];
            length = at + 1;
        }
    }
    steps += at + 1;
    if (accepted == 0) return std::nullopt;
    return Match{length, accepted - 1};
}

}  // namespace byline::highlighting
