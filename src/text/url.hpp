// URLs by RFC 3986: taking apart, resolving, encoding; and which paths may become files of the output.
// Pure functions; safe from any thread. Section numbers are those of https://www.rfc-editor.org/rfc/rfc3986.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::text {

// Views into the URL that was split; what is absent is not the same as what is empty ("a?" has a query).
struct UrlParts {
    std::optional<std::string_view> scheme;     // "https"
    std::optional<std::string_view> authority;  // "example.org:8080"
    std::string_view path;                      // "/a/b"
    std::optional<std::string_view> query;      // without the question mark
    std::optional<std::string_view> fragment;   // without the number sign
};

// Appendix B; every text has parts.
[[nodiscard]] UrlParts split_url(std::string_view url);

// "https" of "https://…", "mailto" of "mailto:…"; empty when there is none. As written, not in lower case.
[[nodiscard]] std::string_view scheme_of(std::string_view url);

// Whether `url` has a scheme, so that it means the same wherever it stands.
[[nodiscard]] bool is_absolute(std::string_view url);

// Whether `url` is http(s) with a host.
[[nodiscard]] bool is_web_url(std::string_view url);

// Whether `url` leaves the site when it stands in one of its pages: a scheme, or `//host`.
[[nodiscard]] bool is_external(std::string_view url);

// Percent-encodes all but unreserved characters, sub-delims and / : @ (section 3.3, pchar). A percent sign is encoded
// too, so decoding gives `path` back.
[[nodiscard]] std::string percent_encode_path(std::string_view path);

// Percent-encodes all but unreserved characters, for one query value or one path segment.
[[nodiscard]] std::string percent_encode_component(std::string_view text);

// Makes a URL of one that people write: what may not stand in a URL (spaces, quotes, other scripts) is encoded, what
// may, encoded bytes included, stays as it is.
[[nodiscard]] std::string percent_encode_url(std::string_view url);

// Nothing when a percent sign is not followed by two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

// Section 5.2.4.
[[nodiscard]] std::string remove_dot_segments(std::string_view path);

// Section 5.2: what `relative` means in the document at `base` (a path or an absolute URL).
[[nodiscard]] std::string resolve(std::string_view base, std::string_view relative);

// "https://example.org/blog/" and "/articles/a/" make "https://example.org/blog/articles/a/"; exactly one slash stands
// between the two. `path` is one from the site's root, with or without a leading slash.
[[nodiscard]] std::string join_base(std::string_view base_url, std::string_view path);

// Whether `path` (relative to the output folder, segments separated by slashes, not percent-encoded) may be written
// there. Refused: the empty path, a leading slash, empty segments but a last one, `.` and `..` (also percent-encoded),
// backslashes, control characters, bad UTF-8, segments over 255 bytes and paths over 1,024. The error has no place: the
// caller knows which key it came from. Names that only Windows refuses are allowed.
[[nodiscard]] Result<void> valid_output_path(std::string_view path);

}  // namespace byline::text
