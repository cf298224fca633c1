// The SourceText of a template: its text with line breaks made \n, and the way from an offset to a place.
// Immutable after creation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/error.hpp"

namespace byline::templating {

struct SourceText {
    std::string name;            // what loads it: "layouts/page.html"
    std::string displayed_path;  // what errors show
    std::string text;

    [[nodiscard]] Place place(std::uint32_t offset) const;
    // A content error at `offset`, with the line as its snippet.
    [[nodiscard]] Error error(std::uint32_t offset, std::string message, std::string remedy) const;
};

// \r\n and \r become \n.
[[nodiscard]] std::string with_plain_newlines(std::string text);

}  // namespace byline::templating
