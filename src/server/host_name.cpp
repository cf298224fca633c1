#include "server/host_name.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace byline::server {

namespace {

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool is_address(const std::string& name) {
    in_addr four{};
    in6_addr six{};
    if (name.size() > 2 && name.front() == '[' && name.back() == ']') {
        return ::inet_pton(AF_INET6, name.substr(1, name.size() - 2).c_str(), &six) == 1;
    }
    return ::inet_pton(AF_INET, name.c_str(), &four) == 1;
}

}  // namespace

bool is_allowed_host(std::string_view host, const std::vector<std::string>& names) {
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        host = host.substr(0, colon);
    const std::string name = lowered(host);
    if (name == "localhost" || name.ends_with(".localhost") || is_address(name)) return true;
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& allowed) { return lowered(allowed) == name; });
}

}  // namespace byline::server
