#include "garden/mentions.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "text/ascii.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace byline::garden {
namespace {

constexpr std::uint32_t none = 0xffffffff;

std::string folded(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c == '\n' ? ' ' : text::ascii_lower(c); });
    return out;
}

// Whether a letter or digit of a script with spaces stands there.
bool is_spaced_letter(char32_t c) {
    return text::is_word_character(c) && !text::is_cjk(c);
}

bool begins_within_word(std::string_view text, std::size_t begin) {
    if (begin == 0) return false;
    std::size_t at = begin;
    if (!is_spaced_letter(text::decode_next(text, at))) return false;
    at = text::boundary_at_or_before(text, begin - 1);
    return is_spaced_letter(text::decode_next(text, at));
}

bool ends_within_word(std::string_view text, std::size_t end) {
    if (end == text.size()) return false;
    std::size_t at = text::boundary_at_or_before(text, end - 1);
    if (!is_spaced_letter(text::decode_next(text, at))) return false;
    return is_spaced_letter(text::decode_next(text, at));
}

// Some characters to either side, whole words of them.
std::string words_around(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::size_t reach = 90;  // bytes
    std::size_t first = begin > reach ? text::boundary_at_or_before(text, begin - reach) : 0;
    std::size_t last = text::boundary_at_or_before(text, std::min(text.size(), end + reach));
    if (const auto line = text.substr(0, begin).rfind('\n'); line != std::string_view::npos)
        first = std::max(first, line + 1);
    if (const auto line = text.find('\n', end); line != std::string_view::npos) last = std::min(last, line);
    const bool is_cut_before = first > 0 && text[first - 1] != '\n';
    const bool is_cut_after = last < text.size() && text[last] != '\n';
    if (is_cut_before) {
        const auto space = text.substr(first, begin - first).find(' ');
        if (space != std::string_view::npos) first += space + 1;
    }
    if (is_cut_after) {
        const auto space = text.substr(end, last - end).rfind(' ');
        if (space != std::string_view::npos) last = end + space;
    }
    return (is_cut_before ? "…" : "") + std::string(text.substr(first, last - first)) + (is_cut_after ? "…" : "");
}

// All names at once: states are the beginnings of names.
class Automaton {
  public:
    explicit Automaton(std::span<const std::string> names) {
        for (std::uint32_t i = 0; i < names.size(); ++i) {
            std::uint32_t at = 0;
            for (const char c : names[i]) {
                const auto [next, is_new] = next_.try_emplace(key(at, c), static_cast<std::uint32_t>(states_.size()));
                if (is_new) states_.push_back({at, c});
                at = next->second;
            }
            states_[at].name = i;
        }
        // A state's number is greater than those of shorter ones only along its own path, so: by length.
        std::vector<std::uint32_t> order;
        std::vector<std::uint32_t> depth(states_.size());
        for (std::uint32_t i = 1; i < states_.size(); ++i) {
            depth[i] = depth[states_[i].parent] + 1;
            order.push_back(i);
        }
        std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return depth[i]; });
        for (const std::uint32_t i : order) {
            State& state = states_[i];
            if (state.parent != 0) state.shorter = after(states_[state.parent].shorter, state.byte);
            const State& shorter = states_[state.shorter];
            state.ending = shorter.name != none ? state.shorter : shorter.ending;
        }
    }

    // Calls `found(name, end)` for every name that ends at each byte.
    template <typename Found>
    void run(std::string_view text, Found&& found) const {
        std::uint32_t at = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            at = after(at, text[i]);
            for (std::uint32_t state = at; state != 0; state = states_[state].ending) {
                if (states_[state].name != none) found(states_[state].name, i + 1);
            }
        }
    }

  private:
    struct State {
        std::uint32_t parent = 0;
        char byte = 0;
        std::uint32_t shorter = 0;  // the longest other beginning of a name that this one ends with
        std::uint32_t ending = 0;   // the longest whole name among those
        std::uint32_t name = none;
    };

    static std::uint64_t key(std::uint32_t state, char c) {
        return std::uint64_t{state} << 8U | static_cast<unsigned char>(c);
    }
    [[nodiscard]] std::uint32_t after(std::uint32_t state, char c) const {
        for (;; state = states_[state].shorter) {
            if (const auto next = next_.find(key(state, c)); next != next_.end()) return next->second;
            if (state == 0) return 0;
        }
    }

    std::vector<State> states_ = std::vector<State>(1);
    std::unordered_map<std::uint64_t, std::uint32_t> next_;
};

}  // namespace

bool is_telling(std::string_view name) {
    std::size_t letters = 0;
    std::size_t cjk = 0;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = text::decode_next(name, at);
        cjk += text::is_cjk(c) ? 1 : 0;
        letters += is_spaced_letter(c) ? 1 : 0;
    }
    return letters + 2 * cjk >= 4 && (cjk == 0 || letters > 0 || cjk >= 3);
}

std::vector<Mention> find_mentions(std::span<const std::string> texts, std::span<const Name> names) {
    std::map<std::string, std::uint32_t> owners;  // `none` for a name of several
    for (const Name& name : names) {
        if (!is_telling(name.text)) continue;
        const auto [known, is_new] = owners.try_emplace(folded(name.text), name.owner);
        if (!is_new && known->second != name.owner) known->second = none;
    }
    std::erase_if(owners, [](const auto& name) { return name.second == none; });
    std::vector<std::string> patterns;
    std::vector<std::uint32_t> owner_of;
    for (const auto& [name, owner] : owners) {
        patterns.push_back(name);
        owner_of.push_back(owner);
    }
    const Automaton automaton(patterns);
    std::vector<std::size_t> sayings(patterns.size());
    std::vector<std::pair<Mention, std::uint32_t>> found;  // with the name
    std::vector<std::uint32_t> said_last(patterns.size(), none);
    for (std::uint32_t source = 0; source < texts.size(); ++source) {
        const std::string text = folded(texts[source]);
        automaton.run(text, [&](std::uint32_t name, std::size_t end) {
            if (said_last[name] == source || owner_of[name] == source) return;
            const std::size_t begin = end - patterns[name].size();
            if (begins_within_word(text, begin) || ends_within_word(text, end)) return;
            said_last[name] = source;
            constexpr std::size_t most_for_one = 1000;  // works that say one name: it is dropped before
            if (++sayings[name] > most_for_one) return;
            found.push_back({{source, owner_of[name], words_around(texts[source], begin, end)}, name});
        });
    }
    const std::size_t common = texts.size() < 100 ? texts.size() : texts.size() / 10;
    std::vector<Mention> mentions;
    for (auto& entry : found) {
        Mention& mention = entry.first;
        const std::uint32_t name = entry.second;
        if (sayings[name] > common || sayings[name] > 1000) continue;
        const auto is_same = [&](const Mention& m) { return m.source == mention.source && m.target == mention.target; };
        // Names of one work that one text says stand together: only the last few can be its own.
        const auto first = std::ranges::find_if(mentions.rbegin(), mentions.rend(),
                                                [&](const Mention& m) { return m.source != mention.source; });
        if (std::any_of(mentions.rbegin(), first, is_same)) continue;
        mentions.push_back(std::move(mention));
    }
    return mentions;
}

}  // namespace byline::garden
