// A Document is what the search knows of one page: where it is, what it is called, and its plain text in sections.
// A value.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace byline::search {

struct Section {
    std::string anchor;   // fragment of the heading's link, without '#'; empty before the first heading
    std::string heading;  // plain text; empty before the first heading
    std::string text;     // plain text, blocks separated by line breaks

    friend bool operator==(const Section&, const Section&) = default;
};

struct Document {
    std::string address;  // what a link to the page says, base path included: "/blog/articles/dns/"; unlike any other's
    std::string title;
    std::string language;  // "zh", "en", "zh-TW"
    std::string kind;      // "article", "talk"
    std::vector<std::string> tags;
    std::string date;  // "2024-05-01", or empty
    std::string description;
    std::vector<Section> sections;

    friend bool operator==(const Document&, const Document&) = default;
};

// What is beyond these is left out of the index.
inline constexpr std::size_t max_text_bytes = std::size_t{1} << 20U;  // of all sections together
inline constexpr std::size_t max_line_bytes = 4096;                   // of a title, a heading, a tag ...
inline constexpr std::size_t max_sections = 4096;
inline constexpr std::size_t max_tags = 64;

// Well-formed UTF-8 without control characters (but line breaks and tabs in texts), within the bounds above. Everything
// here works on clean documents; clean(clean(d)) == clean(d).
[[nodiscard]] Document clean(Document document);

}  // namespace byline::search
