// A PagePlace is where the conversation stands in a built page: between two comments of HTML that the theme writes.
// Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conversation/rules.hpp"

namespace byline::discussion {

struct PagePlace {
    std::size_t begin = 0;  // of the first mark
    std::size_t end = 0;    // behind the second one
    std::string language;
    std::optional<std::int64_t> work_ms;  // when the work was published, if the page says
    bool is_closed = false;               // the work takes nothing new
};

// Of `<!--byline:conversation LANGUAGE DATE closed-->…<!--/byline:conversation-->`, the last one: what a text itself
// shows of that form stands before it. DATE and `closed` may be missing. Nothing for a page without.
[[nodiscard]] std::optional<PagePlace> find_place(std::string_view page);

// Whether a comment may be sent from the page now.
[[nodiscard]] bool takes_comments(const PagePlace& place, const conversation::Rules& rules, std::int64_t now_ms);

// The page with `section` in that place.
[[nodiscard]] std::string page_with(std::string_view page, const PagePlace& place, std::string_view section);

// Puts an element at the end of the page's head, if it has one.
void add_to_head(std::string& page, std::string_view element);

// The address, from the site's root and decoded, of the page that this one sends its readers on to, as the page of an
// alias does; nothing for any other page. `site_path` has both slashes.
[[nodiscard]] std::optional<std::string> next_address(std::string_view page, std::string_view site_path);

// The page with `content` instead of all that its main element holds, and with another title.
[[nodiscard]] std::string page_about(std::string_view page, std::string_view title, std::string_view content);

}  // namespace byline::discussion
