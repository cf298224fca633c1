// A Request is what one client asked, already read whole and checked: method, path, headers, body.
// A value: copy it, move it, send it between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/target.hpp"

namespace byline::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };

struct Header {
    std::string name;
    std::string value;

    friend bool operator==(const Header&, const Header&) = default;
};

struct Request {
    Method method = Method::Get;
    Target target;
    std::vector<Header> headers;  // in the order they came
    std::string body;             // untrusted bytes
    std::string peer;             // the client's address without its port

    // The value of the first header of that name, letter case ignored; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    // The value of the last one: what the nearest proxy added, whatever its client sent.
    [[nodiscard]] std::string_view last_header(std::string_view name) const;
};

// Header names compare without letter case (RFC 9110, section 5.1).
[[nodiscard]] bool same_header_name(std::string_view left, std::string_view right);

}  // namespace byline::http
