// comment_html() turns what a reader wrote into HTML: Markdown in a subset that is written element by element, so that
// what is not named here cannot appear. No pictures, no headings, no raw HTML, no classes, no ids.
// Pure function; safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/safe_html.hpp"

namespace byline::conversation {

// Of what is written: kept beside stored HTML, which is made anew when it is another.
inline constexpr std::int64_t comment_html_version = 2;

struct CommentHtml {
    text::SafeHtml html;
    std::int64_t links = 0;
};

[[nodiscard]] CommentHtml comment_html(std::string_view markdown);

}  // namespace byline::conversation
