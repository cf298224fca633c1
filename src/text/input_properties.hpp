// What holds for every input whatever its bytes; asked by the fuzzers, and by a test of some hostile inputs.
// Functions without state. A property that does not hold ends the process.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/json.hpp"
#include "text/slug.hpp"
#include "text/timestamp.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"
#include "text/word_count.hpp"
#include "text/xml.hpp"

namespace byline::text {

inline void require(bool holds) {
    if (!holds) std::abort();
}

inline void require_of_bytes(std::string_view bytes) {
    std::string decoded;
    bool valid = true;
    for (std::size_t offset = 0; offset < bytes.size();) {
        const std::size_t start = offset;
        const char32_t c = decode_next(bytes, offset);
        valid = valid && !(c == replacement_character && offset == start + 1);
        append_code_point(decoded, c);
    }
    const auto invalid = find_invalid(bytes);
    require(valid == !invalid.has_value());
    require(!find_invalid(decoded));
    if (valid) require(decoded == bytes);
    if (invalid) require(!find_invalid(bytes.substr(0, invalid->offset)));

    require(!find_invalid(json_string(bytes)) && !find_invalid(escape_xml(bytes)));
    const WordCount count = count_words(bytes);
    require(static_cast<std::size_t>(count.total()) <= bytes.size());
    require(percent_decode(percent_encode_path(bytes)) == bytes);
    require(percent_decode(percent_encode_component(bytes)) == bytes);
    const std::string resolved = resolve("https://a/b/c", bytes);
    static_cast<void>(split_url(resolved));
    for (std::size_t limit = 0; limit <= bytes.size(); limit += 1 + bytes.size() / 8)
        require(boundary_at_or_before(bytes, limit) <= limit);
    const auto moment = parse_timestamp(bytes, 3600);
    if (moment) require(parse_timestamp(format_rfc3339(*moment))->seconds == moment->seconds);
    if (valid_output_path(bytes)) require(resolve("/site/", "./" + percent_encode_path(bytes)).starts_with("/site/"));
    static_cast<void>(place_of(bytes, bytes.size() / 2, "a"));
    static_cast<void>(source_line(bytes, bytes.size() / 2));
}

inline void require_of_one_slug(const std::string& slug, std::string_view title) {
    require(slug.empty() == title.empty());
    require(slug.size() <= max_slug_bytes);
    require(slug.empty() || valid_output_path(slug).has_value());
    require(slug.find_first_of("/ .") == std::string::npos);
    require(!slug.starts_with('-') && !slug.ends_with('-') && slug.find("--") == std::string::npos);
    require(!find_invalid(slug));
}

// Slugs of any bytes are bounded, never empty for a title, and may be a part of a path.
inline void require_of_title(std::string_view title) {
    static const Slugger pinyin(SlugStyle::Pinyin, {{"重庆", "Chung king!"}, {"a", "b"}});
    static const Slugger characters(SlugStyle::Characters);
    const std::string slug = pinyin.slug(title);
    require_of_one_slug(slug, title);
    require(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    require_of_one_slug(characters.slug(title), title);
}

}  // namespace byline::text
