// What holds for every sequence of bytes that is read as a request: for the fuzzer, and for the test that replays its
// corpus. Pure functions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/chunked_body.hpp"
#include "http/conditional.hpp"
#include "http/form.hpp"
#include "http/request_head.hpp"

namespace byline::http {

// The head as one would write it, from what was read of it.
[[nodiscard]] inline std::string written_again(const RequestHead& head) {
    std::string text = std::string(head.method_name) + " " + std::string(head.target) +
                       (head.version == Version::Http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
    for (std::size_t index = 0; index < head.header_count; ++index) {
        text += std::string(head.headers[index].name) + ": " + std::string(head.headers[index].value) + "\r\n";
    }
    return text + "\r\n";
}

// An empty text, or what does not hold.
[[nodiscard]] inline std::string fault_in_request(std::string_view bytes) {
    const auto head = std::make_unique<RequestHead>();
    const auto again = std::make_unique<RequestHead>();
    const std::size_t end = find_head_end(bytes, 0);
    for (std::size_t from = 0; end != std::string_view::npos && from + 4 < end; ++from) {
        if (find_head_end(bytes, from) != end) return "where a head ends depends on where one begins to look";
    }
    if (end != std::string_view::npos && read_request_head(bytes.substr(0, end), *head).status == 0) {
        for (std::size_t at = bytes.find('\n'); at < end; at = bytes.find('\n', at + 1)) {
            if (at == 0 || bytes[at - 1] != '\r') return "a head has a bare LF";
        }
        const std::string text = written_again(*head);
        if (text.find('\0') != std::string::npos) return "a head has NUL";
        for (std::size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at + 1)) {
            if (text[at + 1] != '\n') return "a head has a bare CR";
        }
        if (find_head_end(text, 0) != text.size()) return "a head written again ends elsewhere";
        if (read_request_head(text, *again).status != 0) return "a head written again is refused";
        if (written_again(*again) != text) return "a head written again says something else";
        const bool is_same = head->framing == again->framing && head->content_length == again->content_length &&
                             head->keep_alive == again->keep_alive && head->host == again->host;
        if (!is_same) return "a head written again means something else";
        const ByteRange range = read_range((*head)[KnownHeader::Range], 100);
        if (range.kind == RangeKind::Part && (range.first > range.last || range.last > 99))
            return "a range lies outside";
        (void)accepted_encodings((*head)[KnownHeader::AcceptEncoding]);
        (void)parse_fixdate((*head)[KnownHeader::IfModifiedSince]);
    }
    // A body in chunks is the same however it is cut.
    constexpr std::uint64_t body_max = 64;
    ChunkedBody whole(body_max);
    ChunkedBody cut(body_max);
    std::string whole_body;
    std::string cut_body;
    const std::size_t taken = whole.take(bytes, whole_body);
    std::size_t cut_taken = 0;
    for (const char& byte : bytes) cut_taken += cut.take({&byte, 1}, cut_body);
    if (whole.state() != cut.state()) return "the end of a body depends on how it is cut";
    if (whole.state() == ChunkedBody::State::Whole && (whole_body != cut_body || taken != cut_taken)) {
        return "a body depends on how it is cut";
    }
    if (whole_body.size() > body_max || cut_body.size() > body_max) return "a body is longer than allowed";
    if (const auto form = parse_form(bytes); form && form->fields().size() > FormLimits().fields_max) {
        return "a form has too many fields";
    }
    return {};
}

}  // namespace byline::http
