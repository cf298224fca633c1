// What a request says about which bytes it wants: encodings, tags, dates, ranges (RFC 9110, sections 12 to 14).
// Pure functions: call them from any thread.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string_view>

namespace byline::http {

struct AcceptedEncodings {
    bool gzip = false;
    bool brotli = false;
};

// By Accept-Encoding. An encoding that is not named, or has the weight 0, is not accepted; "*" names all.
[[nodiscard]] AcceptedEncodings accepted_encodings(std::string_view header);

// Whether If-None-Match names the tag, quotes included, or the same with a suffix that tells encodings apart ("-gzip").
// A weak comparison (section 13.1.2).
[[nodiscard]] bool names_tag_of(std::string_view header, std::string_view opaque);

// An IMF-fixdate (section 5.6.7); the two obsolete forms count as none.
[[nodiscard]] std::optional<std::time_t> parse_fixdate(std::string_view text);

enum class RangeKind : std::uint8_t {
    Whole,           // no range, several, or one that cannot be read: the whole is sent
    Part,            // bytes first to last, both included
    NotSatisfiable,  // it begins beyond the end
};

struct ByteRange {
    RangeKind kind = RangeKind::Whole;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

// By Range, of something that has `size` bytes.
[[nodiscard]] ByteRange read_range(std::string_view header, std::uint64_t size);

}  // namespace byline::http
