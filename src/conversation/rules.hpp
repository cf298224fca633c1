// Rules are what the site decided about comments: byline.toml's table [comments].
// Values and pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"

namespace byline::conversation {

enum class Hold : std::uint8_t {
    First,  // until one of the same verified person was published
    All,
    None,  // unless the verdict is against it
};

struct Rules {
    bool is_enabled = true;
    Hold hold = Hold::First;
    std::int64_t edit_minutes = 15;
    std::int64_t close_after_days = 0;  // since the work's date; 0: never
    std::int64_t most_body_bytes = 20'000;
    std::int64_t most_name_characters = 60;
    std::int64_t most_depth = 4;                       // answers to answers: what would stand deeper stands here
    std::int64_t most_in_thread = 5'000;               // published: then a thread is full
    std::int64_t most_unpublished_in_thread = 20'000;  // of the last thirty days: what waits, spam
    std::int64_t most_a_minute = 5;                    // of one network
    std::int64_t most_a_day = 100;
    std::int64_t least_seconds = 3;  // from the form's making to its sending
    std::int64_t form_hours = 48;    // a form that is older is to be sent again
    std::int64_t most_links = 2;
    std::vector<std::string> blocked;  // words and domains, as block_list() reads them
};

// Lines of a block list: empty ones and those that begin with # count for nothing.
[[nodiscard]] std::vector<std::string> block_list(std::string_view file);

// Whether comments on a work of this date are taken no more.
[[nodiscard]] bool is_closed(const Rules& rules, std::optional<std::int64_t> work_ms, std::int64_t now_ms);

[[nodiscard]] bool may_edit(const Rules& rules, std::int64_t created_ms, std::int64_t now_ms);

}  // namespace byline::conversation
