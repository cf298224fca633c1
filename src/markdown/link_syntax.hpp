// The parts of links and reference definitions: labels, destinations, titles.
// Pure functions; each returns the position after the part, or 0 where it is not there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace byline::markdown {

// https://spec.commonmark.org/0.31.2/#link-label at text[position] == '['; `label` is what stands between the brackets.
[[nodiscard]] std::size_t scan_link_label(std::string_view text, std::size_t position, std::string_view& label);

// https://spec.commonmark.org/0.31.2/#link-destination; `destination` is raw, may be empty only in <>.
// A bare destination may be empty too when `position` is at `)`, which is for the caller to judge.
[[nodiscard]] std::size_t scan_link_destination(std::string_view text, std::size_t position,
                                                std::string_view& destination);

// https://spec.commonmark.org/0.31.2/#link-title; `title` is raw, without its quotes.
[[nodiscard]] std::size_t scan_link_title(std::string_view text, std::size_t position, std::string_view& title);

// Blanks and at most one line ending. Never 0: returns `position` where there is nothing.
[[nodiscard]] std::size_t skip_link_space(std::string_view text, std::size_t position);

// Replaces `out` by the label as it is compared: case folded, inner whitespace as one space.
void normalize_label(std::string_view label, std::string& out);

}  // namespace byline::markdown
