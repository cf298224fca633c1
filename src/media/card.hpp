// A social card: the picture of 1200 x 630 pixels that stands for a page where somebody shares its address.
// render_card() may be called from any number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"
#include "text/digest.hpp"

namespace byline::media {

inline constexpr int card_width = 1200;
inline constexpr int card_height = 630;

// What stands on it, as plain text; all but the title may be empty.
struct CardContent {
    std::string title;
    std::string kind;      // above the title: "Article"
    std::string author;    // below
    std::string site;      // under the author
    std::string date;      // as it is shown
    std::string language;  // BCP 47: decides which glyphs Han characters have, and where lines break
    std::vector<std::string> tags;
};

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};
// "#1d1b18" or "#fff".
[[nodiscard]] Result<Colour> parse_colour(std::string_view text);

struct CardStyle {
    Colour background{0xfd, 0xfc, 0xf9};  // those of the default theme
    Colour ink{0x1d, 0x1b, 0x18};
    Colour accent{0x96, 0x28, 0x19};
    std::string fonts;  // families, with commas, before those that Byline looks for
};

// A number that changes when the same content makes another picture than before: for who keeps what was made.
inline constexpr std::uint32_t card_version = 2;

struct Card {
    std::string png;
    std::uint32_t missing_glyphs = 0;  // characters that no installed font has
};

// The same bytes for the same content, style and fonts. A title that is too long is set smaller, then cut with an
// ellipsis. An error is one of the machine's: Pango or Cairo is not there.
[[nodiscard]] Result<Card> render_card(const CardContent& content, const CardStyle& style);

// Tells one set of installed fonts from another: by the names of their families.
[[nodiscard]] Result<text::Digest> card_fonts();

}  // namespace byline::media
