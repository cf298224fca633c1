// An entry of the queue as pages show it: what was said, by whom, and why it stands where it does, in words.
// Functions block on the store where they say so; safe from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/moderation.hpp"
#include "studio/desk.hpp"
#include "templating/value_map.hpp"

namespace byline::studio {

// What was typed as an answer and could not be sent.
struct KeptAnswer {
    std::int64_t comment = 0;
    std::string text;
};

// Reads what they answer from the store. Each has a form to answer by.
[[nodiscard]] std::vector<templating::ValueMap> entry_values(const Desk& desk, const server::Visit& visit,
                                                             const std::vector<conversation::QueueEntry>& entries,
                                                             const KeptAnswer& kept = {});
[[nodiscard]] templating::Value list_of(std::vector<templating::ValueMap> maps);

// Why it stands in its state: the reasons of its verdict, or the rule that holds it.
[[nodiscard]] std::vector<std::string> reasons_of(const PageWriter& pages, const conversation::Rules& rules,
                                                  const conversation::QueueEntry& entry);

// What may be linked; empty for anything but an http(s) URL, wherever it came from.
[[nodiscard]] std::string web_address(std::string_view address);

// "/articles/dns/" as it may follow a route in an address.
[[nodiscard]] std::string address_path(std::string_view thread);

// A comment by its number; nothing when there is none.
[[nodiscard]] Result<std::optional<conversation::QueueEntry>> read_entry(const Desk& desk, std::int64_t comment);

}  // namespace byline::studio
