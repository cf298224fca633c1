// Extended autolinks: https://github.github.com/gfm/#autolinks-extension-
// Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byline::markdown {

// Where a bare URL stops beside text that is not separated by a space.
enum class UrlText : std::uint8_t {
    Gfm,      // only at whitespace and '<'
    Chinese,  // also at full-width punctuation, and a host in Latin letters at a Chinese character
};

struct HostScan {
    std::size_t end = 0;  // after the host's characters, valid or not
    bool valid = false;   // no underscore in the last two segments
    bool has_dot = false;
};

[[nodiscard]] HostScan scan_host(std::string_view text, std::size_t begin, UrlText rule);

// End of the URL whose host ended at `host_end`, without trailing punctuation. `begin` is where the link's text begins.
[[nodiscard]] std::size_t scan_url_end(std::string_view text, std::size_t begin, std::size_t host_end, UrlText rule);

// The e-mail address around text[at_sign]; looks back no further than `floor`. begin == end when there is none.
struct EmailScan {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool has_scheme = false;  // written with mailto: or xmpp:
};
[[nodiscard]] EmailScan scan_email(std::string_view text, std::size_t at_sign, std::size_t floor);

}  // namespace byline::markdown
