// What is kept of a mention: plain text of others as Markdown that means just that, cut where it is long.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "conversation/arrivals.hpp"
#include "mention/read_mention.hpp"

namespace byline::mentioning {

// Nothing of `text` is emphasis, a link, or an element.
[[nodiscard]] std::string literal_markdown(std::string_view text);

[[nodiscard]] conversation::Mention kept_mention(const mention::Mention& read, std::string_view source,
                                                 std::string_view thread);

}  // namespace byline::mentioning
