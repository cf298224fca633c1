#include "http/request.hpp"

#include <algorithm>

namespace byline::http {

namespace {

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool same_header_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lowered(a) == lowered(b); });
}

std::string_view Request::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const Header& header) { return same_header_name(header.name, name); });
    return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::string_view Request::last_header(std::string_view name) const {
    const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                    [name](const Header& header) { return same_header_name(header.name, name); });
    return found == headers.rend() ? std::string_view() : std::string_view(found->value);
}

}  // namespace byline::http
