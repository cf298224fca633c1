// What a page that mentions one of ours says: whether it links to it at all, what kind of mention it is, who wrote it,
// and what. Section 3.2.2 of https://www.w3.org/TR/webmention/; kinds by https://indieweb.org/comments. Pure functions;
// safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "html/document.hpp"
#include "result/result.hpp"
#include "text/timestamp.hpp"

namespace byline::mention {

enum class Kind : std::uint8_t { Mention, Reply, Like, Repost };

// Texts are plain, on one line but for `content`, and bounded; addresses are http or https, or empty.
struct Mention {
    Kind kind = Kind::Mention;
    std::string url;    // where the mention says that it stands; the page's own address when it does not
    std::string title;  // may be empty
    std::string content;
    std::string author_name;
    std::string author_url;
    std::string author_photo;
    std::optional<text::Timestamp> published;
};

// Nothing when the page does not link to `target`: then there is no mention, or it is gone. `html` is the body that
// came from `page_url`. Fails only on what is too large to be read.
[[nodiscard]] Result<std::optional<Mention>> read_mention(std::string_view html, std::string_view page_url,
                                                          std::string_view target);

// Whether a link, picture or other embedded thing of the page leads to `target`; fragments do not count.
[[nodiscard]] bool links_to(const html::Document& page, std::string_view page_url, std::string_view target);

}  // namespace byline::mention
