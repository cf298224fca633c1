// What a page of ours says to others: the links of its text, and a digest of that text; not the page's frame, and not
// what readers wrote below it. Pure functions; safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.hpp"
#include "text/digest.hpp"

namespace byline::mention {

struct EntryLinks {
    std::vector<std::string> targets;  // on other hosts, each once, without fragments, in their order
    text::Digest digest;               // of title, text and links
};

// Of the h-entry that says that it stands at `page_url` (u-url): its e-content, and links that say what it answers,
// likes or repeats. At most `limit` targets; none for a page without such an entry.
[[nodiscard]] EntryLinks entry_links(const html::Document& page, std::string_view page_url, std::size_t limit);

}  // namespace byline::mention
