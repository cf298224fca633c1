// A RequestHead is the head of one HTTP/1.1 request, read strictly and without a copy: what two programs could read
// differently is refused, so that nothing can be smuggled past a proxy. RFC 9112, sections 2 to 6, and RFC 9110.
// A value whose views point into the bytes that it was read from; read_request_head is a pure function.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace byline::http {

struct HeaderView {
    std::string_view name;
    std::string_view value;  // without the white space around it
};

// Headers that a server itself looks at. A second one of these never takes the place of the first; of the two that
// proxies add, each as a line behind what its client sent perhaps, it is the last that the nearest proxy wrote.
enum class KnownHeader : std::uint8_t {
    AcceptEncoding,
    IfModifiedSince,
    IfNoneMatch,
    IfRange,
    Range,
    Referer,
    UserAgent,
    ForwardedFor,
    ForwardedProto,
};
inline constexpr std::size_t known_header_count = 9;

enum class Framing : std::uint8_t { NoBody, Length, Chunked };
enum class Version : std::uint8_t { Http10, Http11 };

inline constexpr std::size_t head_headers_max = 100;
inline constexpr std::size_t method_bytes_max = 20;

struct RequestHead {
    Method method = Method::Get;
    Version version = Version::Http11;
    KeepAlive keep_alive = KeepAlive::Yes;
    Framing framing = Framing::NoBody;
    bool expects_continue = false;
    std::uint64_t content_length = 0;  // of Framing::Length
    std::size_t bytes = 0;             // of the head, the empty line included
    std::string_view method_name;
    std::string_view target;  // as it was sent
    std::string_view host;    // empty only in HTTP/1.0
    std::array<std::string_view, known_header_count> known{};
    std::size_t header_count = 0;
    std::array<HeaderView, head_headers_max> headers;  // the first `header_count`, in the order they came

    [[nodiscard]] std::string_view operator[](KnownHeader header) const {
        return known[static_cast<std::size_t>(header)];
    }
};

// The byte after the empty line that ends the head, or npos as long as there is none. Line ends without a carriage
// return count here, so that read_request_head can refuse them. Begins to look at `from`.
[[nodiscard]] std::size_t find_head_end(std::string_view bytes, std::size_t from);

struct HeadVerdict {
    int status = 0;           // 0: the head is good; else what to answer before the connection is closed
    std::string_view reason;  // for the body of that answer
};

// Reads a head that is whole: `bytes` end where find_head_end() says.
[[nodiscard]] HeadVerdict read_request_head(std::string_view bytes, RequestHead& head);

// A Request with copies of all that the head says, its target read; the target was checked before.
[[nodiscard]] Request request_of(const RequestHead& head, Target target);

}  // namespace byline::http
