// A Verdict is what speaks against a comment, as reasons with weights; it is kept beside the comment and shown in the
// queue. Values and pure functions: nobody else is asked. Safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/rules.hpp"

namespace byline::conversation {

inline constexpr std::int64_t held_from = 5;   // weights that together hold a comment whoever wrote it
inline constexpr std::int64_t spam_from = 10;  // weights that together make it spam

struct Reason {
    std::string name;  // "links", "honeypot" …
    std::int64_t weight = 0;
    std::string detail;  // "7 links", for a person; without tab and line break

    friend bool operator==(const Reason&, const Reason&) = default;
};

struct Verdict {
    std::vector<Reason> reasons;

    [[nodiscard]] std::int64_t weight() const;
};

// What is known about a comment besides its text.
struct Circumstances {
    bool is_honeypot_filled = false;  // the field that no person sees
    std::int64_t form_seconds = 0;    // from the form's making to its sending
    std::int64_t last_minute = 0;     // comments of the same network in the last minute,
    std::int64_t last_day = 0;        // in the last day,
    std::int64_t spam_last_day = 0;   // and those of them that are spam
    std::int64_t same_text = 0;       // comments with the same text in the last month
    std::int64_t links = 0;
};

// What is said and by whom; where block list entries are looked for.
struct Said {
    std::string_view name;
    std::string_view email;
    std::string_view website;
    std::string_view body;
};

[[nodiscard]] Verdict judge(const Rules& rules, const Said& said, const Circumstances& circumstances);

struct Standing {
    Role role = Role::Reader;
    bool is_verified = false;
    std::int64_t published = 0;  // comments of this person
};

[[nodiscard]] State first_state(const Rules& rules, const Standing& standing, const Verdict& verdict);

// As it is stored: a line a reason, with tabs between.
[[nodiscard]] std::string written(const Verdict& verdict);
[[nodiscard]] Verdict read_verdict(std::string_view text);

}  // namespace byline::conversation
