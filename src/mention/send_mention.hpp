// Telling another site that one of our pages mentions one of its own: https://www.w3.org/TR/webmention/, section 3.1.
// Asks other servers through the client that it is given; as safe for threads as that one is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.hpp"
#include "outbound/client.hpp"
#include "result/error.hpp"

namespace byline::mention {

// The addresses on other hosts that a page links to, each once, without fragments, in their order; at most `limit`.
[[nodiscard]] std::vector<std::string> external_links(const html::Document& page, std::string_view page_url,
                                                      std::size_t limit);

enum class Sent : std::uint8_t {
    Taken,        // the site has it, and may look at it later
    NotExpected,  // the page takes no webmentions
    Refused,      // the site does not want it, or is none that we speak to
    TryLater,
};

struct SendReport {
    Sent sent = Sent::Taken;
    std::string endpoint;  // where it was sent to; empty when there is none
    int status = 0;        // what the endpoint answered; 0 when it was not asked
    Error error{};         // when it was refused or is to be tried later
};

// Looks for the endpoint of `target_url` and tells it that `source_url` links there.
[[nodiscard]] SendReport send_mention(outbound::Client& client, const std::string& source_url,
                                      const std::string& target_url);

}  // namespace byline::mention
