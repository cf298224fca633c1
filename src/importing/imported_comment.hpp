// An ImportedComment is what another engine kept of one comment, in values of ours: nothing in it was checked against a
// site, and its text is Markdown that only our renderer makes safe.
// Values; immutable once read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/diagnostic.hpp"
#include "text/timestamp.hpp"

namespace byline::importing {

enum class Format : std::uint8_t { Disqus, WordPress, Isso, Remark42, Waline, ColumnPage, Byline };

// "disqus", "wordpress", "isso", "remark42", "waline", "column", "byline".
[[nodiscard]] std::string_view name_of(Format format);
[[nodiscard]] std::optional<Format> format_named(std::string_view name);

enum class State : std::uint8_t { Published, Held, Spam, Deleted };
enum class Featured : bool { No, Yes };
enum class ByAuthor : bool { No, Yes };

struct ImportedComment {
    std::string thread;        // the page's address as the other engine had it: a URL, or a path from the root
    std::string thread_title;  // may be empty
    std::string id;            // told apart within the file; never empty
    std::string reply_to;      // the id of another comment; empty for one that begins a thread
    std::string author_name;
    std::string author_email;
    std::string author_website;
    std::string author_face;  // the address of a picture
    std::optional<text::Timestamp> time;
    std::string markdown;
    std::int64_t likes = 0;                    // never negative
    std::optional<std::int64_t> replies_said;  // what the page claims, which may be more than it shows
    State state = State::Published;
    std::int64_t time_ms = 0;  // of the second of `time`, 0 to 999
    Featured featured = Featured::No;
    std::int64_t featured_place = 0;    // among those of its page, from 1; 0: by their order in the file
    std::string featured_note;          // why, in the author's words
    ByAuthor by_author = ByAuthor::No;  // written by who writes the site
    std::uint32_t line = 0;             // where it begins in the file; 0 where there are no lines
};

// What a file holds, comments in the order of the file, and what of it could not be carried over.
struct Import {
    Format format = Format::Disqus;
    std::vector<ImportedComment> comments;
    Diagnostics warnings;
};

}  // namespace byline::importing
