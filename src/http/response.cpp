#include "http/response.hpp"

#include <array>
#include <utility>

namespace byline::http {

namespace {

struct Phrase {
    int status;
    std::string_view text;
};

constexpr std::array phrases = {
    Phrase{100, "Continue"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{421, "Misdirected Request"},
    Phrase{422, "Unprocessable Content"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{503, "Service Unavailable"},
};

void append_line(std::string& head, std::string_view name, std::string_view value) {
    for (const std::string_view part : {name, std::string_view(": "), value}) {
        for (const char c : part) head.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
    }
    head += "\r\n";
}

// RFC 9110 section 8.6: no Content-Length with 1xx and 204; with 304 it would have to be that of the 200.
bool has_length(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::string_view status_phrase(int status) {
    for (const Phrase& phrase : phrases) {
        if (phrase.status == status) return phrase.text;
    }
    return "Unknown";
}

Response text_response(int status, std::string_view text) {
    Response response;
    response.status = status;
    response.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
    response.body = text;
    return response;
}

Response html_response(int status, std::string html) {
    Response response;
    response.status = status;
    response.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
    response.body = std::move(html);
    return response;
}

Response redirect_response(int status, std::string location) {
    Response response = text_response(status, "See " + location + "\n");
    response.headers.push_back({"Location", std::move(location)});
    return response;
}

std::string response_head(const Response& response, KeepAlive keep_alive, std::string_view date) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += status_phrase(response.status);
    head += "\r\n";
    for (const Header& header : response.headers) append_line(head, header.name, header.value);
    if (response.events) {
        append_line(head, "Content-Type", "text/event-stream; charset=utf-8");
        append_line(head, "Cache-Control", "no-store");
    } else if (has_length(response.status)) {
        append_line(head, "Content-Length", std::to_string(response.body_view().size()));
    }
    if (!date.empty()) append_line(head, "Date", date);
    if (response.events || keep_alive == KeepAlive::No) append_line(head, "Connection", "close");
    head += "\r\n";
    return head;
}

}  // namespace byline::http
