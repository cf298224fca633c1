// A Response is what one client is told: status, headers, and a body that may be shared, or a stream of events.
// A value: copy it, move it, send it between threads. Shared bodies are immutable.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace byline::http {

class EventStream;

struct Response {
    int status = 200;
    std::vector<Header> headers = {};  // without Content-Length, Connection and Date: the listener writes these
    std::string body = {};             // used when `shared_body` is null

    // shared: a page of the site is sent as it lies in memory, to any number of clients at once, without a copy
    std::shared_ptr<const std::string> shared_body = {};

    // shared: the one who publishes and every connection hold it; when set, both bodies are ignored and the
    // connection stays open until the client leaves, the stream is closed or the listener stops
    std::shared_ptr<EventStream> events = {};

    [[nodiscard]] std::string_view body_view() const { return shared_body ? std::string_view(*shared_body) : body; }
};

[[nodiscard]] Response text_response(int status, std::string_view text);
[[nodiscard]] Response html_response(int status, std::string html);

// `location` is a path or an absolute URL that was encoded already.
[[nodiscard]] Response redirect_response(int status, std::string location);

// The standard phrase of a status ("Not Found"); "Unknown" for a status without one.
[[nodiscard]] std::string_view status_phrase(int status);

enum class KeepAlive : unsigned char { Yes, No };

// The status line and header lines of `response` with the empty line that ends them. Line breaks in header
// values, which would let one header become two, are replaced by spaces. `date` is an IMF-fixdate, empty for none.
[[nodiscard]] std::string response_head(const Response& response, KeepAlive keep_alive, std::string_view date);

}  // namespace byline::http
