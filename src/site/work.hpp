// A Work is one content file understood: front matter, place on the site, and what its text says about itself.
// A value; immutable once composed. Its Document travels beside it, because memory cannot hold every one at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/outline.hpp"
#include "markdown/references.hpp"
#include "site/kind.hpp"
#include "site/metadata.hpp"
#include "site/source_path.hpp"
#include "text/timestamp.hpp"
#include "text/word_count.hpp"

namespace byline::site {

// Index into the catalog's works.
using WorkId = std::uint32_t;
inline constexpr WorkId no_work = 0xffffffff;

enum class Visibility : std::uint8_t { Shown, Draft, Scheduled, Expired };

// A heading as the table of contents shows it.
struct Heading {
    int level = 1;
    std::string id;
    std::string html;  // inline, safe

    friend bool operator==(const Heading&, const Heading&) = default;
};

// A link to another place of this site: what backlinks and the link check look at.
struct InternalReference {
    markdown::ReferenceKind kind = markdown::ReferenceKind::Link;
    std::string destination;  // as written, decoded
    std::string fragment;     // of a wikilink
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const InternalReference&, const InternalReference&) = default;
};

// The sentence around a link: what the page that it leads to shows of it.
struct LinkSentence {
    std::uint32_t reference = 0;  // index into the work's references
    std::string text;             // plain, of one line, at most some 200 characters
    std::uint32_t words_begin = 0;
    std::uint32_t words_size = 0;  // bytes of `text` that are the words of the link
    std::string anchor;            // id of the heading above it; empty before the first

    friend bool operator==(const LinkSentence&, const LinkSentence&) = default;
};
inline constexpr std::size_t most_link_sentences = 500;  // of one work; the links after those are shown without

// The language of code blocks that a script draws in the browser, and the file of static/ that it is in.
inline constexpr std::string_view mermaid_language = "mermaid";
inline constexpr std::string_view mermaid_script = "mermaid.min.js";

struct Work {
    std::string path;  // of the file, relative to the content folder: "articles/dns.zh.md"
    SourcePath source;
    Kind kind = Kind::Page;
    std::string language;
    std::string key;  // the same for all languages of a work: "articles/dns"
    Metadata metadata;
    Visibility visibility = Visibility::Shown;

    std::string title;  // plain text
    std::string slug;
    std::string url_path;  // from the site's root, not percent-encoded: "/zh/articles/dns/"
    std::optional<text::Timestamp> date;
    std::optional<text::Timestamp> updated;

    std::string summary;      // inline HTML, safe: the front matter's, or the text of the introduction
    std::string description;  // plain text of one line, at most some 160 characters
    text::WordCount words;
    std::int64_t reading_minutes = 1;
    std::vector<Heading> headings;
    std::vector<std::string> anchors;  // sorted; those of headings are in `headings`
    std::vector<InternalReference> references;
    std::vector<LinkSentence> link_sentences;  // by reference; not every one has one

    bool title_from_heading = false;  // the first heading is the title and is left out of the body
    std::uint32_t body_offset = 0;
    std::uint32_t body_line = 1;

    [[nodiscard]] bool is_deck() const { return source.role == SourceRole::Deck; }
    [[nodiscard]] bool is_section() const { return source.role == SourceRole::Section; }
};

// Every place of the work that a link may lead to, sorted.
[[nodiscard]] std::vector<std::string_view> anchors_of(const Work& work);

}  // namespace byline::site
