#include "conversation/verdict.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "conversation/name_key.hpp"
#include "text/ascii.hpp"

namespace byline::conversation {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t minute_ms = 60'000;

// Calls with each part between separators.
template <typename Function>
void for_each_part(std::string_view text, char separator, Function&& function) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        function(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool is_word_byte(char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

// An entry of Latin letters is a word of its own ("casino" does not stand in "occasionally"); in other scripts words
// have no bounds that one could look for.
bool stands_in(std::string_view text, std::string_view entry) {
    const bool is_bounded =
        std::all_of(entry.begin(), entry.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    for (std::size_t at = text.find(entry); at != std::string_view::npos; at = text.find(entry, at + 1)) {
        if (!is_bounded) return true;
        const bool begins = at == 0 || !is_word_byte(text[at - 1]);
        const std::size_t end = at + entry.size();
        if (begins && (end == text.size() || !is_word_byte(text[end]))) return true;
    }
    return false;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), text::ascii_lower);
    return out;
}

void add_blocked(Verdict& verdict, const Rules& rules, const Said& said) {
    const std::string everything = lower(fmt::format("{}\n{}\n{}\n{}", said.name, said.email, said.website, said.body));
    for (const std::string& entry : rules.blocked) {
        if (!stands_in(everything, lower(entry))) continue;
        verdict.reasons.push_back({"block list", spam_from, fmt::format("'{}'", entry)});
        return;
    }
}

}  // namespace

std::vector<std::string> block_list(std::string_view file) {
    std::vector<std::string> entries;
    for_each_part(file, '\n', [&](std::string_view line) {
        std::string entry = shown_name(line);
        if (!entry.empty() && entry.front() != '#') entries.push_back(std::move(entry));
    });
    return entries;
}

bool is_closed(const Rules& rules, std::optional<std::int64_t> work_ms, std::int64_t now_ms) {
    if (!rules.is_enabled) return true;
    return rules.close_after_days > 0 && work_ms && now_ms > *work_ms + rules.close_after_days * day_ms;
}

bool may_edit(const Rules& rules, std::int64_t created_ms, std::int64_t now_ms) {
    return now_ms <= created_ms + rules.edit_minutes * minute_ms;
}

std::int64_t Verdict::weight() const {
    return std::accumulate(reasons.begin(), reasons.end(), std::int64_t{0},
                           [](std::int64_t sum, const Reason& reason) { return sum + reason.weight; });
}

Verdict judge(const Rules& rules, const Said& said, const Circumstances& known) {
    Verdict verdict;
    const auto add = [&](const char* name, std::int64_t weight, std::string detail) {
        verdict.reasons.push_back({name, weight, std::move(detail)});
    };
    if (known.is_honeypot_filled) add("honeypot", spam_from, "a field that no person sees was filled in");
    if (known.form_seconds < rules.least_seconds) {
        add("too fast", 6, fmt::format("sent {} s after the form was made", known.form_seconds));
    }
    if (known.last_minute >= rules.most_a_minute) {
        add("many", 6, fmt::format("{} from the same network within a minute", known.last_minute));
    }
    if (known.last_day >= rules.most_a_day) {
        add("many", 6, fmt::format("{} from the same network within a day", known.last_day));
    }
    if (known.spam_last_day > 0) {
        add("bad network", std::min<std::int64_t>(8, 2 + known.spam_last_day),
            fmt::format("spam of the same network within a day: {}", known.spam_last_day));
    }
    if (known.same_text > 0) {
        add("repeated", known.same_text >= 3 ? spam_from : 5,
            fmt::format("comments before with the same text: {}", known.same_text));
    }
    if (known.links > rules.most_links) {
        add("links", known.links > 3 * rules.most_links + 2 ? spam_from : 5, fmt::format("links: {}", known.links));
    }
    add_blocked(verdict, rules, said);
    return verdict;
}

State first_state(const Rules& rules, const Standing& standing, const Verdict& verdict) {
    if (standing.role == Role::Author) return State::Published;
    const std::int64_t weight = verdict.weight();
    if (weight >= spam_from) return State::Spam;
    if (weight >= held_from || rules.hold == Hold::All) return State::Held;
    if (rules.hold == Hold::None) return State::Published;
    return standing.is_verified && standing.published > 0 ? State::Published : State::Held;
}

std::string written(const Verdict& verdict) {
    std::string out;
    for (const Reason& reason : verdict.reasons) {
        std::string detail = reason.detail;
        std::replace_if(
            detail.begin(), detail.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
        out += fmt::format("{}{}\t{}\t{}", out.empty() ? "" : "\n", reason.name, reason.weight, detail);
    }
    return out;
}

Verdict read_verdict(std::string_view text) {
    Verdict verdict;
    for_each_part(text, '\n', [&](std::string_view line) {
        std::vector<std::string_view> cells;
        for_each_part(line, '\t', [&](std::string_view cell) { cells.push_back(cell); });
        if (cells.size() < 2) return;
        Reason reason{std::string(cells[0]), 0, cells.size() > 2 ? std::string(cells[2]) : std::string()};
        std::from_chars(cells[1].data(), cells[1].data() + cells[1].size(), reason.weight);
        verdict.reasons.push_back(std::move(reason));
    });
    return verdict;
}

}  // namespace byline::conversation
