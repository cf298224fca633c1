// A Request is what we ask a foreign server, an Answer what it said, an Obstacle why there is no answer.
// Values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "result/error.hpp"

namespace byline::outbound {

enum class Method : std::uint8_t { Get, Head, Post };

struct Request {
    Method method = Method::Get;
    std::string url{};           // http or https
    std::string accept{};        // of the header Accept; anything when empty
    std::string content_type{};  // of `body`
    std::string body{};          // of a POST
};

struct Header {
    std::string name;  // in lower case
    std::string value;
};

struct Answer {
    int status = 0;               // 100 to 599; none that leads elsewhere with a Location
    std::string url;              // where the answer came from, behind all redirects
    std::vector<Header> headers;  // in their order
    std::string body;             // unpacked

    // The first of that name (in lower case); empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

enum class ObstacleKind : std::uint8_t {
    Refused,      // by us: the address, port or scheme is none that we speak to
    NotFound,     // the name has no address
    Unreachable,  // no connection, or one that broke
    TimedOut,
    BadTls,     // no certificate that we trust
    BadAnswer,  // no HTTP
    TooLarge,
    TooManyRedirects,
    Unavailable,  // libcurl is not installed
};

struct Obstacle {
    ObstacleKind kind = ObstacleKind::Refused;
    Error error;

    // Whether it may be gone when one tries again later.
    [[nodiscard]] bool may_pass() const {
        return kind == ObstacleKind::NotFound || kind == ObstacleKind::Unreachable || kind == ObstacleKind::TimedOut ||
               kind == ObstacleKind::Unavailable;
    }
};

using Reply = std::variant<Answer, Obstacle>;

}  // namespace byline::outbound
